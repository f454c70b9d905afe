package com.devskyy.app.cli;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.Json;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Enqueues a task for each line of a file, batch by batch. Used by one thread, once.
final class EnqueueLines {
  private static final String STDIN = "-";

  private final Invocation invocation;
  private final String type;
  private final String file;
  private long read;
  private long stored;

  /// @param file a path, or `-` for standard input
  EnqueueLines(Invocation invocation, String type, String file) {
    this.invocation = invocation;
    this.type = type;
    this.file = file;
  }

  /// Stores them.
  ///
  /// @param answers told of each task once it is stored
  /// @return how many
  /// @throws Problem that says which line was no input, and how many before it are stored
  long store(EnqueueOptions options, Consumer<InsertAnswer> answers) {
    try (BufferedReader reader = open();
        Stream<String> lines = reader.lines()) {
      invocation
          .product()
          .client()
          .enqueueEach(
              lines
                  .peek(_ -> read++)
                  .map(line -> new TaskClient.Request(type, Json.of(line), options)),
              answer -> {
                stored++;
                answers.accept(answer);
              });
      return stored;
    } catch (IllegalArgumentException e) {
      throw stopped(ExitCode.USAGE, "line %,d: %s".formatted(read, Problems.said(e)), e);
    } catch (StoreException e) {
      throw stopped(ExitCode.STORE, Problems.said(e), e);
    } catch (IOException | UncheckedIOException e) {
      throw stopped(ExitCode.USAGE, "%s cannot be read: %s".formatted(file, Problems.said(e)), e);
    }
  }

  private BufferedReader open() throws IOException {
    return file.equals(STDIN)
        ? new BufferedReader(new InputStreamReader(invocation.host().in(), StandardCharsets.UTF_8))
        : Files.newBufferedReader(invocation.host().folder().resolve(file));
  }

  private Problem stopped(int exitCode, String error, Exception cause) {
    return new Problem(
        exitCode,
        error,
        "tasks are stored for the first %,d lines and for none after them".formatted(stored),
        "tail -n +%d %s | devskyy enqueue %s --lines -"
            .formatted(stored + 1, file.equals(STDIN) ? "FILE" : Arguments.quoted(file), type),
        cause);
  }
}
