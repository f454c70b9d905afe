package com.devskyy.tasks.artifacts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A network in front of an S3 server that goes wrong on demand, at the next request of a method.
/// One request for each connection.
final class S3Front implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final Queue<Planned> planned = new ConcurrentLinkedQueue<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  enum Fault {
    SLOW_DOWN,
    SKEWED_CLOCK,
    /// The connection is reset when half of the body has been sent.
    RESET_HALF_OF_REQUEST,
    /// The answer's connection ends when half of it has been sent; the length said more.
    END_HALF_OF_ANSWER,
    /// The same, with a reset.
    RESET_HALF_OF_ANSWER,
    /// The server did it, and nobody hears of it.
    LOSE_ANSWER,
    /// A bit of the body is wrong.
    FLIP_A_BIT,
    NOT_IMPLEMENTED
  }

  private record Planned(String method, Fault fault) {}

  /// A request or an answer: the head with its empty line, and the body.
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Message(String head, byte[] body) {
    static Message read(InputStream in, boolean hasBody) throws IOException {
      var head = new ByteArrayOutputStream();
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        int c = in.read();
        if (c < 0) {
          throw new EOFException();
        }
        head.write(c);
      }
      String text = head.toString(ISO_8859_1);
      int length =
          text.lines()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
              .map(line -> Integer.parseInt(line.substring(15).strip()))
              .findFirst()
              .orElse(0);
      return new Message(text, hasBody ? in.readNBytes(length) : new byte[0]);
    }

    void write(Socket to, int bytes) throws IOException {
      to.getOutputStream().write(head.getBytes(ISO_8859_1));
      to.getOutputStream().write(body, 0, bytes);
      to.getOutputStream().flush();
    }
  }

  S3Front(int target) throws IOException {
    this.target = target;
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void fail(String method, Fault fault, int times) {
    for (int i = 0; i < times; i++) {
      planned.add(new Planned(method, fault));
    }
  }

  /// Heads of the requests so far.
  List<String> requests() {
    return List.copyOf(requests);
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
    try (client;
        var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      var in = new BufferedInputStream(client.getInputStream());
      Message head = Message.read(in, false);
      String plain = head.head().replaceFirst("(?i)\r\nExpect: 100-continue", "");
      if (!plain.equals(head.head())) {
        client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      }
      requests.add(plain);
      plain = plain.replaceFirst("\r\n", "\r\nConnection: close\r\n");
      String method = plain.substring(0, plain.indexOf(' '));
      Message request = new Message(plain, body(plain, in));
      Planned next =
          planned.stream().filter(each -> each.method().equals(method)).findFirst().orElse(null);
      if (next == null) {
        request.write(server, request.body().length);
        Message answer = answer(server);
        answer.write(client, answer.body().length);
      } else {
        planned.remove(next);
        fail(next.fault(), request, client, server);
      }
    } catch (IOException _) {
      // As planned, or the client is gone.
    }
  }

  private static byte[] body(String head, InputStream in) throws IOException {
    return Message.read(
            new SequenceInputStream(new ByteArrayInputStream(head.getBytes(ISO_8859_1)), in), true)
        .body();
  }

  /// The whole answer: the server was asked to close the connection behind it.
  private static Message answer(Socket server) throws IOException {
    var in = new BufferedInputStream(server.getInputStream());
    return new Message(Message.read(in, false).head(), in.readAllBytes());
  }

  private static void fail(Fault fault, Message request, Socket client, Socket server)
      throws IOException {
    switch (fault) {
      case SLOW_DOWN -> refuse(client, "503 Slow Down", "SlowDown");
      case SKEWED_CLOCK -> refuse(client, "403 Forbidden", "RequestTimeTooSkewed");
      case NOT_IMPLEMENTED -> refuse(client, "501 Not Implemented", "NotImplemented");
      case RESET_HALF_OF_REQUEST -> {
        request.write(server, request.body().length / 2);
        server.setSoLinger(true, 0);
        client.setSoLinger(true, 0);
      }
      case LOSE_ANSWER -> {
        request.write(server, request.body().length);
        answer(server);
      }
      case END_HALF_OF_ANSWER, RESET_HALF_OF_ANSWER -> {
        request.write(server, request.body().length);
        Message answer = answer(server);
        answer.write(client, answer.body().length / 2);
        client.setSoLinger(fault == Fault.RESET_HALF_OF_ANSWER, 0);
      }
      case FLIP_A_BIT -> {
        request.write(server, request.body().length);
        Message answer = answer(server);
        answer.body()[answer.body().length / 3] ^= 4;
        answer.write(client, answer.body().length);
      }
    }
  }

  private static void refuse(Socket client, String status, String code) throws IOException {
    String body = "<Error><Code>%s</Code><Message>as planned</Message></Error>".formatted(code);
    new Message(
            "HTTP/1.1 %s\r\nConnection: close\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n"
                .formatted(status, body.length()),
            body.getBytes(ISO_8859_1))
        .write(client, body.length());
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
