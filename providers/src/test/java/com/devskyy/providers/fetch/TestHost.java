package com.devskyy.providers.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A web host that answers each connection as a test says, byte by byte if need be.
final class TestHost implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final ServerSocket listener;
  private final Answer answer;
  private final Thread acceptor;
  private final List<List<String>> requests = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<List<SNIServerName>> serverNames = new AtomicReference<>(List.of());

  /// Writes an answer.
  interface Answer {
    void write(String path, OutputStream out) throws Exception;
  }

  private TestHost(ServerSocket listener, Answer answer) {
    this.listener = listener;
    this.answer = answer;
    acceptor = Thread.ofPlatform().daemon().unstarted(this::accept);
    acceptor.start();
  }

  static TestHost plain(Answer answer) throws IOException {
    return new TestHost(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
  }

  static TestHost secure(SSLContext context, Answer answer) throws IOException {
    return new TestHost(
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
        answer);
  }

  /// A context with a certificate for `cdn.example`, which it trusts itself.
  static SSLContext certificate(Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    if (!Files.exists(keys)) {
      String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
      List<String> command =
          List.of(
              keytool,
              "-genkeypair",
              "-alias",
              "cdn",
              "-keyalg",
              "EC",
              "-dname",
              "CN=cdn",
              "-ext",
              "SAN=dns:cdn.example",
              "-storetype",
              "PKCS12",
              "-storepass",
              "changeit",
              "-keystore",
              keys.toString());
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IOException("keytool failed");
      }
    }
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD);
    }
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, PASSWORD);
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  /// An answer with a length.
  static void send(OutputStream out, String status, byte[] body, String... fields)
      throws IOException {
    var head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    out.write(head.toString().getBytes(ISO_8859_1));
    out.write(body);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Head lines of each request.
  List<List<String>> requests() {
    return List.copyOf(requests);
  }

  List<SNIServerName> serverNames() {
    return serverNames.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // Closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        lines.add(line);
      }
      if (client instanceof SSLSocket tls
          && tls.getSession() instanceof ExtendedSSLSession session) {
        serverNames.set(session.getRequestedServerNames());
      }
      if (!lines.isEmpty()) {
        requests.add(lines);
        answer.write(lines.getFirst().split(" ")[1], client.getOutputStream());
        client.getOutputStream().flush();
      }
    } catch (Exception _) {
      // The client went away, as some tests want it to.
    }
  }

  /// Ends it; afterwards nobody is let in any more.
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      // While it still waits in accept, the system goes on taking connections for it.
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the host was ended", e);
    }
  }
}
