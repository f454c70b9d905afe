package com.devskyy.app.view;

import com.devskyy.app.host.Screen;
import com.devskyy.app.text.Cells;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.text.Style;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Why;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Shows a task until its end: a person sees a line that moves, a program gets a line for each
/// change. Used by one thread.
public final class Follow {
  private static final long FRAME = Duration.ofMillis(100).toNanos();
  private static final long WHY_AFTER = Duration.ofMillis(700).toNanos();
  private static final long WHY_EVERY = Duration.ofSeconds(2).toNanos();
  private static final int BAR = 16;

  private final TaskClient client;
  private final Screen screen;
  private final LongSupplier nanos;
  private final String margin;

  private String said = "";
  private String reason = "";
  private long askedWhy;

  /// @param margin put before each line
  public Follow(TaskClient client, Screen screen, LongSupplier nanos, String margin) {
    this.client = client;
    this.screen = screen;
    this.nanos = nanos;
    this.margin = margin;
  }

  /// Shows and waits.
  ///
  /// @param timeout how long to wait
  /// @return the task as it ended
  /// @throws TimeoutException when it has not ended in time; it goes on
  public Task toEnd(TaskId id, Duration timeout) throws InterruptedException, TimeoutException {
    var news = new LinkedBlockingQueue<Task>();
    long began = nanos.getAsLong();
    askedWhy = began + WHY_AFTER - WHY_EVERY;
    try (var _ = client.watch(id, news::add)) {
      for (Task task = null; ; ) {
        long now = nanos.getAsLong();
        if (now - began >= timeout.toNanos()) {
          throw new TimeoutException();
        }
        Task next =
            news.poll(Math.min(FRAME, timeout.toNanos() - (now - began)), TimeUnit.NANOSECONDS);
        task = next == null ? task : next;
        if (task != null && task.status().isEnd()) {
          return task;
        }
        if (task != null) {
          show(task, next != null, nanos.getAsLong() - began);
        }
      }
    } finally {
      screen.live(Style.PLAIN, "");
    }
  }

  private void show(Task task, boolean changed, long elapsed) {
    explain(task);
    String words = words(task);
    if (changed && task.status() == TaskStatus.RETRYING) {
      // What went wrong stays to be read.
      say(
          margin
              + screen.paint(Status.style(task.status()), Status.label(task.status()))
              + "  "
              + words);
    } else if (screen.isRich()) {
      screen.live(
          Status.style(task.status()),
          margin
              + Status.label(task.status())
              + "  "
              + words
              + "  "
              + Quantities.about(Duration.ofNanos(elapsed)));
    } else if (changed || !reason.isEmpty()) {
      say(margin + task.status().wire() + (words.isEmpty() ? "" : "  " + words));
    }
  }

  private void say(String line) {
    if (!line.equals(said)) {
      screen.print(line);
      said = line;
    }
  }

  /// A task that does not start soon gets its reason said.
  private void explain(Task task) {
    if (task.status() != TaskStatus.QUEUED) {
      reason = "";
      return;
    }
    long now = nanos.getAsLong();
    if (now - askedWhy >= WHY_EVERY) {
      askedWhy = now;
      reason =
          client
              .why(task.id())
              .filter(why -> !why.rule().equals("next"))
              .map(Why::sentence)
              .orElse("");
    }
  }

  private String words(Task task) {
    return switch (task.status()) {
      case PROCESSING -> task.progress().map(this::bar).orElse("");
      case RETRYING ->
          "after attempt %d: %s"
              .formatted(
                  task.attempt() - 1,
                  task.error()
                      .map(error -> Cells.line(error.message()))
                      .orElse("no error was kept"));
      default -> Cells.line(reason);
    };
  }

  private String bar(Task.Progress progress) {
    String percent = "%d %%".formatted(Math.round(progress.fraction() * 100));
    String message = Cells.line(progress.message());
    if (!screen.isRich()) {
      return percent + "  " + message;
    }
    int done = (int) Math.round(progress.fraction() * BAR);
    return "█".repeat(done) + "░".repeat(BAR - done) + Cells.padLeft(percent, 6) + "  " + message;
  }
}
