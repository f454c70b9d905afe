package com.devskyy.app.chaos;

import com.devskyy.app.host.Host;
import com.devskyy.engine.ServedType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What makes a worker one of a run of chaos.
public final class ChaosWorker {
  private ChaosWorker() {}

  /// The task types it serves beside the product's.
  ///
  /// @param journals folder of the journals; made when missing
  public static List<ServedType<?, ?>> types(Path journals, Host host) {
    try {
      Files.createDirectories(journals);
      var journal = new Journal(journals, ProcessHandle.current().pid(), host.nanos());
      return List.of(ChaosTask.TYPE.servedBy(new ChaosHandler(journal, host.random())::handle));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends this process once nobody holds the other end of its standard input any more: a worker
  /// must not outlive a run that was itself killed.
  public static void endWithParent(Host host) {
    Thread.ofPlatform()
        .daemon()
        .name("chaos-parent")
        .start(
            () -> {
              try {
                while (host.in().read() >= 0) {}
              } catch (IOException e) {
                // Then there is nobody either.
              }
              Runtime.getRuntime().halt(1);
            });
  }
}
