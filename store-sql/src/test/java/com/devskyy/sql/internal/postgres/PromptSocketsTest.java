package com.devskyy.sql.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A look at a socket is answered from what has arrived.
@Timeout(60)
final class PromptSocketsTest {
  @Test
  void aLookDoesNotWaitAndReadsWhatIsThere() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new PromptSockets().createSocket()) {
      socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
      try (Socket other = server.accept()) {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(1);
        assertThatThrownBy(in::read)
            .isInstanceOf(SocketTimeoutException.class)
            .hasMessage("nothing has arrived");

        other.getOutputStream().write(7);
        socket.setSoTimeout(0);
        assertThat(in.read()).as("waited for").isEqualTo(7);

        other.getOutputStream().write(new byte[] {8, 9});
        socket.setSoTimeout(0);
        assertThat(in.read()).isEqualTo(8);
        socket.setSoTimeout(1);
        assertThat(in.read()).as("was there").isEqualTo(9);
      }
    }
  }
}
