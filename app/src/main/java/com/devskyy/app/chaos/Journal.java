package com.devskyy.app.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Where the handlers of one worker process write what they really do, outside of the store. Each
/// entry is one write to the end of a file, so that it is in the system's hands, and outlives the
/// process, before the handler goes on. Threads share it.
final class Journal implements AutoCloseable {
  private static final String SUFFIX = ".journal";

  private final Path folder;
  private final long worker;
  private final LongSupplier nanos;
  private final FileChannel file;

  /// @param nanos a monotonic clock that all processes of the machine share, as
  ///     [System#nanoTime()] is where this program runs
  Journal(Path folder, long worker, LongSupplier nanos) throws IOException {
    this.folder = folder;
    this.worker = worker;
    this.nanos = nanos;
    this.file =
        FileChannel.open(
            folder.resolve(worker + SUFFIX), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void note(Entry.What what, TaskContext context) {
    note(what, context, "", "");
  }

  void note(Entry.What what, TaskContext context, String name, String value) {
    var entry =
        new Entry(nanos.getAsLong(), worker, what, context.id(), context.attempt(), name, value);
    try {
      file.write(ByteBuffer.wrap(entry.line().getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What any worker's deed of this step gave.
  Optional<String> charged(TaskId task, String name) throws IOException {
    return entries(folder, task.value()).stream()
        .filter(entry -> entry.what() == Entry.What.CHARGED && entry.name().equals(name))
        .map(Entry::value)
        .findFirst();
  }

  /// All entries of all workers, in order of time.
  static List<Entry> entries(Path folder) throws IOException {
    List<Entry> all = entries(folder, "");
    all.sort(Comparator.comparingLong(Entry::nanos));
    return all;
  }

  private static List<Entry> entries(Path folder, String part) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        long worker = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        try (Stream<String> lines = Files.lines(file)) {
          lines
              .filter(line -> line.contains(part))
              .forEach(line -> Entry.read(worker, line).ifPresent(entries::add));
        }
      }
    }
    return entries;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
