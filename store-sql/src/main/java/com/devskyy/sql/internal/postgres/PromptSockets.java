package com.devskyy.sql.internal.postgres;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;

/// Makes sockets for a connection that listens for notifications. The driver, when it has read one,
/// looks whether another has arrived by a read with its least timeout, a millisecond: as long as
/// half of a task's way to an idle worker. Here such a read is answered at once, from what has
/// arrived.
///
/// Public as the driver makes it by its name.
public final class PromptSockets extends SocketFactory {
  /// What the driver sets when it only wants to look.
  private static final int LOOK_MILLIS = 1;

  @Override
  public Socket createSocket() {
    return new PromptSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connectedByTheDriver();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw connectedByTheDriver();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connectedByTheDriver();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw connectedByTheDriver();
  }

  private static IllegalStateException connectedByTheDriver() {
    return new IllegalStateException("the driver connects its sockets by itself");
  }

  private static final class PromptSocket extends Socket {
    private volatile boolean looking;

    @Override
    public void setSoTimeout(int millis) throws SocketException {
      looking = millis == LOOK_MILLIS;
      super.setSoTimeout(millis);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          look();
          return super.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          look();
          return super.read(bytes, from, length);
        }

        private void look() throws IOException {
          if (looking && available() == 0) {
            throw new SocketTimeoutException("nothing has arrived");
          }
        }
      };
    }
  }
}
