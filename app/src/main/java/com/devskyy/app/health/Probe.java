package com.devskyy.app.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Asks the worker of this machine whether it is ready, prints its answer, and ends with 0 or 1:
/// the health check of a container. A program of its own, and of few classes, because it is started
/// every few seconds.
public final class Probe {
  private static final int PATIENCE_MS = 2_000;

  private Probe() {}

  /// Asks on the port that `HEALTH_PORT` names.
  public static void main(String[] arguments) {
    String port = System.getenv("HEALTH_PORT");
    boolean ready = false;
    try {
      String answer = ask(Integer.parseInt(String.valueOf(port)));
      ready = answer.startsWith("HTTP/1.1 200");
      System.out.print(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    } catch (IOException | NumberFormatException e) {
      System.out.println("no answer on port " + port + ": " + e.getMessage());
    }
    System.exit(ready ? 0 : 1);
  }

  private static String ask(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write("GET /health/ready HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
