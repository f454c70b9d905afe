package com.devskyy.app.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Ctrl-C and SIGTERM. The first is told to whoever listens, the second ends the process at once.
///
/// A shutdown hook would not do: once it runs, a second signal is ignored. The class behind it is
/// not part of the Java API, so it is reached by name; without it the signals end the process as
/// they always do.
public final class Signals {
  /// What the first signal means.
  public enum Kind {
    /// Ctrl-C.
    INTERRUPT("INT", 130),
    /// SIGTERM, as service managers and containers send it.
    TERMINATE("TERM", 143);

    private final String signal;
    private final int exitCode;

    Kind(String signal, int exitCode) {
      this.signal = signal;
      this.exitCode = exitCode;
    }
  }

  private Signals() {}

  /// Listens from now on, in place of an earlier listener. It runs on a thread of its own.
  public static void onFirst(Consumer<Kind> listener) {
    var seen = new AtomicInteger();
    for (Kind kind : Kind.values()) {
      try {
        handle(
            kind.signal,
            () -> {
              if (seen.getAndIncrement() > 0) {
                Runtime.getRuntime().halt(kind.exitCode);
              }
              listener.accept(kind);
            });
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        // Not on this machine: the signal keeps its usual effect.
        return;
      }
    }
  }

  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handler},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "handle" -> {
                    action.run();
                    yield null;
                  }
                  case "equals" ->
                      System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                  case "hashCode" -> System.identityHashCode(self);
                  default -> name;
                });
    try {
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getCause());
    }
  }
}
