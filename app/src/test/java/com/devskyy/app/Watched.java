package com.devskyy.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A web server on loopback that remembers who came, and keeps what is put there, as a bucket
/// does.
final class Watched implements AutoCloseable {
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

  Watched() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      requests.add(exchange.getRequestMethod() + " " + path);
      if (exchange.getRequestMethod().equals("PUT")) {
        boolean signedInPieces =
            String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"))
                .startsWith("STREAMING");
        kept.put(path, signedInPieces ? joined(body) : body);
        exchange.sendResponseHeaders(200, -1);
      } else if (kept.containsKey(path)) {
        byte[] file = kept.get(path);
        exchange.sendResponseHeaders(200, file.length);
        exchange.getResponseBody().write(file);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  /// Without what S3's clients put before each piece: its length and signature.
  private static byte[] joined(byte[] pieces) {
    var out = new ByteArrayOutputStream();
    String text = new String(pieces, ISO_8859_1);
    for (int at = 0; at < pieces.length; ) {
      int line = text.indexOf("\r\n", at);
      int length = Integer.parseInt(text.substring(at, text.indexOf(';', at)), 16);
      out.write(pieces, line + 2, length);
      at = line + 2 + length + 2;
    }
    return out.toByteArray();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Method and path of everything that was asked.
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
