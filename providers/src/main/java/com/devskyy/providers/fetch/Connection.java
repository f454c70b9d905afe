package com.devskyy.providers.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.devskyy.providers.fetch.Download.Deadline;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One connection for one request, to an address that was checked. The host's name still goes
/// into the `Host` header, into TLS's server name, and is what the certificate must be for.
///
/// A thread of its own cuts it at the deadline: a host that sends one byte now and then never
/// runs into a limit of silence.
final class Connection implements AutoCloseable {
  private final Socket plain;
  private final Socket socket;
  private final InputStream in;
  private final CountDownLatch closed;

  private Connection(Socket plain, Socket socket, CountDownLatch closed) throws IOException {
    this.plain = plain;
    this.socket = socket;
    this.closed = closed;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /// Connects to the first address that takes it.
  static Connection open(
      URI uri,
      List<InetAddress> addresses,
      FetchRules rules,
      SSLSocketFactory tls,
      Deadline deadline)
      throws IOException {
    Socket plain = connect(addresses, FetchRules.port(uri), rules, deadline);
    var closed = new CountDownLatch(1);
    Thread.ofVirtual().name("fetch-deadline").start(() -> cut(plain, closed, deadline));
    try {
      plain.setSoTimeout(millis(rules.silence(), deadline));
      boolean isSecure = FetchRules.scheme(uri).equals("https");
      return new Connection(plain, isSecure ? secure(plain, uri, tls) : plain, closed);
    } catch (IOException | RuntimeException e) {
      closed.countDown();
      plain.close();
      throw e;
    }
  }

  private static Socket connect(
      List<InetAddress> addresses, int port, FetchRules rules, Deadline deadline)
      throws IOException {
    IOException last = new IOException("there was no time left to connect");
    for (InetAddress address : addresses) {
      // Past any proxy of the system's: it would look the name up again.
      var socket = new Socket(Proxy.NO_PROXY);
      try {
        socket.connect(new InetSocketAddress(address, port), millis(rules.connect(), deadline));
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  /// At least 1: zero would mean for ever.
  private static int millis(Duration most, Deadline deadline) {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft());
    return Math.clamp(Math.min(most.toMillis(), left), 1, Integer.MAX_VALUE);
  }

  private static Socket secure(Socket plain, URI uri, SSLSocketFactory tls) throws IOException {
    var secure = (SSLSocket) tls.createSocket(plain, uri.getHost(), FetchRules.port(uri), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static void cut(Socket plain, CountDownLatch closed, Deadline deadline) {
    try {
      if (!closed.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
        plain.close();
      }
    } catch (InterruptedException | IOException _) {
      // Nobody interrupts it, and a socket that cannot be closed is closed.
    }
  }

  /// Asks for the file.
  Head get(URI uri) throws IOException {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String request =
        """
        GET %s HTTP/1.1
        Host: %s
        User-Agent: devskyy-worker
        Accept: */*
        Accept-Encoding: identity
        Connection: close

        """
            .formatted(path + query, uri.getHost() + port)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    socket.getOutputStream().flush();
    return Head.read(in);
  }

  /// What follows the head.
  InputStream body(Head head) throws IOException {
    return new Body(in, head.isChunked(), head.length());
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    // The plain one: to say farewell in TLS could wait for the other side.
    plain.close();
  }
}
