package com.devskyy.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A network that fails on demand: takes connections on a port of its own and carries bytes to and
/// from a server on the loopback address. Threads share it.
public final class CutProxy implements AutoCloseable {
  private static final int CHUNK = 64 << 10;

  private final int target;
  private final ServerSocket server;
  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private final AtomicInteger repliesToCut = new AtomicInteger();
  private volatile Duration delay = Duration.ZERO;

  /// The two ends of one connection.
  private record Pair(Socket client, Socket server) {
    void cut() {
      for (Socket end : new Socket[] {client, server}) {
        try {
          end.close();
        } catch (IOException _) {
          // It is as gone as can be.
        }
      }
    }
  }

  private CutProxy(int target) throws IOException {
    this.target = target;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("cut-proxy").start(this::accept);
  }

  /// Starts one in front of a server.
  public static CutProxy to(int port) {
    try {
      return new CutProxy(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where clients connect to.
  public int port() {
    return server.getLocalPort();
  }

  /// The next so many times that the server says something, its connection is cut instead: it has
  /// got the request, and the client gets no reply.
  public void cutNextReplies(int count) {
    repliesToCut.set(count);
  }

  /// Cuts all connections there are; new ones are taken.
  public void cutAll() {
    pairs.forEach(Pair::cut);
  }

  /// From now on everything takes so much longer, in both directions.
  public void slowDown(Duration each) {
    delay = each;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        connect(client);
      } catch (IOException _) {
        // Closed, or a client that went away at once.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      var upstream = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      var pair = new Pair(client, upstream);
      pairs.add(pair);
      Thread.ofPlatform().daemon().start(() -> carry(pair, client, upstream, false));
      Thread.ofPlatform().daemon().start(() -> carry(pair, upstream, client, true));
    } catch (IOException e) {
      // The server is away: so are we.
      client.close();
      throw e;
    }
  }

  private void carry(Pair pair, Socket from, Socket to, boolean replies) {
    var chunk = new byte[CHUNK];
    try {
      for (int n = from.getInputStream().read(chunk);
          n > 0;
          n = from.getInputStream().read(chunk)) {
        if (!delay.isZero()) {
          LockSupport.parkNanos(delay.toNanos());
        }
        if (replies && repliesToCut.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          break;
        }
        to.getOutputStream().write(chunk, 0, n);
        to.getOutputStream().flush();
      }
    } catch (IOException _) {
      // One end is gone: the other goes as well.
    } finally {
      pair.cut();
      pairs.remove(pair);
    }
  }

  /// Cuts everything and takes no more; safe to call twice.
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cutAll();
  }
}
