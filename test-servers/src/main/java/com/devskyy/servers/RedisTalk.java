package com.devskyy.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Speaks to a Redis in texts, one command at a time.
final class RedisTalk {
  private static final int TIMEOUT_MS = 20_000;

  private RedisTalk() {}

  /// Calls a command on a connection of its own.
  ///
  /// @throws IOException also when the server answers with an error, whose text it then has
  static @Nullable Object once(int port, String... command) throws IOException {
    return once(port, UTF_8, command);
  }

  /// The same with texts of another character set.
  static @Nullable Object once(int port, Charset charset, String... command) throws IOException {
    try (var socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
      var text = new StringBuilder("*" + command.length + "\r\n");
      for (String part : command) {
        text.append('$').append(part.getBytes(charset).length).append("\r\n");
        text.append(part).append("\r\n");
      }
      socket.getOutputStream().write(text.toString().getBytes(charset));
      return answer(new BufferedInputStream(socket.getInputStream()), charset);
    }
  }

  private static @Nullable Object answer(InputStream in, Charset charset) throws IOException {
    String line = line(in);
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> throw new IOException(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> {
        int length = Integer.parseInt(rest);
        if (length < 0) {
          yield null;
        }
        String text = new String(in.readNBytes(length), charset);
        in.skipNBytes(2);
        yield text;
      }
      case '*' -> {
        int length = Integer.parseInt(rest);
        var list = new ArrayList<@Nullable Object>();
        for (int i = 0; i < length; i++) {
          list.add(answer(in, charset));
        }
        yield list;
      }
      default -> throw new IOException("no RESP: " + line);
    };
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.append((char) next);
    }
    in.skipNBytes(1);
    return line.toString();
  }
}
