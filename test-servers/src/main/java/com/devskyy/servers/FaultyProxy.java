package com.devskyy.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A stretch of network between a client and a server on the loopback address, which breaks when
/// told to: it swallows answers and cuts the connection, or delays everything. Threads share it.
public final class FaultyProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger answersToSwallow = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean refusing;

  /// @param target port of the server
  public FaultyProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("proxy").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// The next answers of the server are lost, each with its connection: the server has done what it
  /// was asked, and nobody knows.
  public void swallowAnswers(int next) {
    answersToSwallow.set(next);
  }

  /// How many are still to be lost.
  public int answersToSwallow() {
    return answersToSwallow.get();
  }

  /// From now on everything comes so much later, in both directions.
  public void delay(Duration by) {
    delay = by;
  }

  /// Cuts all connections.
  public void cut() {
    open.forEach(FaultyProxy::closeQuietly);
  }

  /// Whether new connections are cut at once.
  public void refuse(boolean refuse) {
    refusing = refuse;
    if (refuse) {
      cut();
    }
  }

  /// How many connections were.
  public int refused() {
    return refused.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          refused.incrementAndGet();
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException _) {
        // Closed, or the server is away: then the client's connection ends at once.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      client.close();
      throw e;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    open.add(client);
    open.add(server);
    Thread.ofPlatform().daemon().start(() -> copy(client, server, false));
    Thread.ofPlatform().daemon().start(() -> copy(server, client, true));
  }

  private void copy(Socket from, Socket to, boolean answers) {
    var buffer = new byte[64 << 10];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answers && answersToSwallow.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          break;
        }
        if (!delay.isZero()) {
          LockSupport.parkNanos(delay.toNanos());
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException _) {
      // One side has ended, and so does the other.
    }
    closeQuietly(from);
    closeQuietly(to);
    open.remove(from);
    open.remove(to);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Nothing that anybody could do about it.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
