package com.devskyy.redis.internal;

import com.devskyy.redis.RedisAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One connection, speaking RESP2. Used by one thread at a time; another may close it.
///
/// @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">the protocol</a>
final class Wire implements AutoCloseable {
  private static final int BUFFER = 64 << 10;
  private static final int MAX_BULK = 512 << 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] read = new byte[BUFFER];
  private int readAt;
  private int readEnd;
  private final byte[] written = new byte[BUFFER];
  private int writtenSize;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /// Connects.
  static Wire connect(RedisAddress.Host host, boolean tls, Duration timeout) throws IOException {
    int millis = (int) timeout.toMillis();
    var plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      plain.setSoTimeout(millis);
      plain.connect(new InetSocketAddress(host.name(), host.port()), millis);
      return new Wire(tls ? secure(plain, host) : plain);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket secure(Socket plain, RedisAddress.Host host) throws IOException {
    try {
      var secure =
          (SSLSocket)
              SSLContext.getDefault()
                  .getSocketFactory()
                  .createSocket(plain, host.name(), host.port(), true);
      var parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return secure;
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException("TLS is not there: " + e.getMessage(), e);
    }
  }

  /// How long to wait for an answer.
  void timeout(Duration timeout) throws IOException {
    socket.setSoTimeout((int) timeout.toMillis());
  }

  /// Sends a command and waits for its answer: bytes, a number, a list of such, or null.
  ///
  /// @throws RedisError as answered by the server; the connection is still good
  @Nullable Object call(List<byte[]> command) throws IOException {
    send(command);
    return answer();
  }

  @Nullable Object call(String... command) throws IOException {
    var bytes = new ArrayList<byte[]>();
    for (String part : command) {
      bytes.add(Bytes.of(part));
    }
    return call(bytes);
  }

  void send(List<byte[]> command) throws IOException {
    write(command);
    flush();
  }

  /// Sends commands together.
  void sendAll(List<List<byte[]>> commands) throws IOException {
    for (var command : commands) {
      write(command);
    }
    flush();
  }

  private void write(List<byte[]> command) throws IOException {
    number('*', command.size());
    for (byte[] part : command) {
      number('$', part.length);
      write(part);
      newLine();
    }
  }

  @Nullable Object answer() throws IOException {
    Object answer = next();
    if (answer instanceof RedisError e) {
      throw e;
    }
    return answer;
  }

  private @Nullable Object next() throws IOException {
    int kind = read();
    return switch (kind) {
      case '$' -> bulk();
      case ':' -> number();
      case '*' -> list();
      case '+' -> Bytes.of(line());
      case '-' -> new RedisError(line());
      default ->
          throw new IOException(
              "the server answered with byte %d, which is not RESP".formatted(kind));
    };
  }

  private byte @Nullable [] bulk() throws IOException {
    long length = number();
    if (length < 0) {
      return null;
    }
    if (length > MAX_BULK) {
      throw new IOException("the server announced %,d bytes".formatted(length));
    }
    var bytes = new byte[(int) length];
    int done = Math.min(bytes.length, readEnd - readAt);
    System.arraycopy(read, readAt, bytes, 0, done);
    readAt += done;
    while (done < bytes.length) {
      int more = in.read(bytes, done, bytes.length - done);
      if (more < 0) {
        throw new EOFException("the server closed the connection");
      }
      done += more;
    }
    read();
    read();
    return bytes;
  }

  private @Nullable List<@Nullable Object> list() throws IOException {
    long length = number();
    if (length < 0) {
      return null;
    }
    var list = new ArrayList<@Nullable Object>((int) Math.min(length, 1 << 16));
    for (long i = 0; i < length; i++) {
      list.add(next());
    }
    return list;
  }

  private long number() throws IOException {
    long value = 0;
    int digit = read();
    boolean isNegative = digit == '-';
    if (isNegative) {
      digit = read();
    }
    while (digit != '\r') {
      value = value * 10 + digit - '0';
      digit = read();
    }
    read();
    return isNegative ? -value : value;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = read(); next != '\r'; next = read()) {
      line.append((char) next);
    }
    read();
    return line.toString();
  }

  private int read() throws IOException {
    if (readAt == readEnd) {
      readEnd = in.read(read);
      readAt = 0;
      if (readEnd < 0) {
        readEnd = 0;
        throw new EOFException("the server closed the connection");
      }
    }
    return read[readAt++] & 0xff;
  }

  private void number(char kind, int number) throws IOException {
    write((byte) kind);
    write(Bytes.of(number));
    newLine();
  }

  private void newLine() throws IOException {
    write((byte) '\r');
    write((byte) '\n');
  }

  private void write(byte one) throws IOException {
    if (writtenSize == BUFFER) {
      flush();
    }
    written[writtenSize++] = one;
  }

  private void write(byte[] bytes) throws IOException {
    if (bytes.length > BUFFER - writtenSize) {
      flush();
      if (bytes.length > BUFFER) {
        out.write(bytes);
        return;
      }
    }
    System.arraycopy(bytes, 0, written, writtenSize, bytes.length);
    writtenSize += bytes.length;
  }

  private void flush() throws IOException {
    out.write(written, 0, writtenSize);
    writtenSize = 0;
  }

  /// Ends the connection; safe to call twice.
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // Nothing that anybody could do about it.
    }
  }
}
