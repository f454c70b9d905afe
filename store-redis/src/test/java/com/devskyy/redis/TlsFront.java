package com.devskyy.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// TLS in front of a server that has none, with a certificate of its own for 127.0.0.1.
final class TlsFront implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final SSLServerSocket listener;
  private final int target;

  /// @param keys made by [#makeKeys]
  TlsFront(Path keys, int target) throws Exception {
    this.target = target;
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  /// A key and a certificate, which this JVM trusts from now on.
  static Path makeKeys(Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    int code =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=redis",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keys.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException("keytool answered " + code);
    }
    System.setProperty("javax.net.ssl.trustStore", keys.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    return keys;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofPlatform().daemon().start(() -> copy(client, server));
        Thread.ofPlatform().daemon().start(() -> copy(server, client));
      } catch (IOException _) {
        // Closed.
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // One side has ended, and so does the other.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
