package com.devskyy.providers.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.devskyy.providers.Patience;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Status and header fields of an answer.
///
/// @param fields by name in lower case; of several the first
record Head(int status, Map<String, String> fields) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
  private static final int MAX_BYTES = 32 << 10;
  private static final int MAX_INTERIM = 8;

  /// Reads the final answer's head; interim ones (1xx) are passed over.
  static Head read(InputStream in) throws IOException {
    for (int i = 0; i < MAX_INTERIM; i++) {
      Head head = one(in);
      if (head.status >= 200) {
        return head;
      }
    }
    throw new IOException("it answered 1xx again and again");
  }

  private static Head one(InputStream in) throws IOException {
    int left = MAX_BYTES;
    String line = line(in, left);
    Matcher status = STATUS.matcher(line);
    if (!status.matches()) {
      throw new IOException("it does not speak HTTP/1.1");
    }
    Map<String, String> fields = new HashMap<>();
    while (true) {
      left -= line.length() + 2;
      line = line(in, left);
      if (line.isEmpty()) {
        return new Head(Integer.parseInt(status.group(1)), fields);
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("a header field has no name");
      }
      fields.putIfAbsent(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
  }

  /// A line without its end.
  static String line(InputStream in, int maxBytes) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the answer was cut off");
      }
      if (line.size() >= maxBytes) {
        throw new IOException("the answer's header is too long");
      }
      line.write(c);
    }
    String text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /// Whether the body comes in chunks.
  boolean isChunked() throws IOException {
    Optional<String> coding = header("transfer-encoding");
    if (coding.isPresent() && !coding.get().equalsIgnoreCase("chunked")) {
      throw new IOException("it sent Transfer-Encoding: " + coding.get());
    }
    return coding.isPresent();
  }

  /// Bytes of the body, or -1 when it does not say.
  long length() throws IOException {
    Optional<String> length = header("content-length");
    if (length.isEmpty() || isChunked()) {
      return -1;
    }
    if (!length.get().matches("[0-9]{1,18}")) {
      throw new IOException("it sent Content-Length: " + length.get());
    }
    return Long.parseLong(length.get());
  }

  /// How long the host asks to be left alone.
  Optional<Duration> retryAfter() {
    return Patience.retryAfter(header("retry-after"), header("date"));
  }
}
