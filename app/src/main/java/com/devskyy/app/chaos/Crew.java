package com.devskyy.app.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.app.host.Host;
import com.devskyy.app.text.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The workers of a run: processes of this very program. It touches no others. Used by one thread.
final class Crew implements AutoCloseable {
  private static final String MAIN = "com.devskyy.app.Main";
  private static final int TERMINATED = 143;

  private final Host host;
  private final Path folder;
  private final List<String> arguments;
  private final int size;
  private final Plan plan;
  private final List<Member> members = new ArrayList<>();
  private final List<Death> deaths = new ArrayList<>();
  private int started;

  /// How a worker came to its end.
  enum Cause {
    /// The run killed it.
    KILLED,
    /// A task of the plan killed it.
    HALTED,
    /// It was asked to stop and did, by the run or by a signal.
    STOPPED,
    /// Anything else: a fault.
    BY_ITSELF
  }

  /// The end of a worker.
  ///
  /// @param nanos when it was certainly gone
  /// @param ready whether it had begun to work
  record Death(long worker, long nanos, Cause cause, boolean ready) {}

  private record Member(
      Process process, Plan.Life life, long startedAt, CompletableFuture<Long> readyAt) {
    boolean isReady() {
      return readyAt.isDone();
    }

    boolean isDue(long now) {
      if (!life.starting() && !isReady()) {
        return false;
      }
      long since = life.starting() ? startedAt : readyAt.join();
      return now - since >= life.time().toNanos();
    }
  }

  /// @param folder for the workers' logs
  /// @param arguments of the program, for a worker
  /// @param plan says how long each lives
  Crew(Host host, Path folder, List<String> arguments, int size, Plan plan) {
    this.host = host;
    this.plan = plan;
    this.folder = folder;
    this.arguments = arguments;
    this.size = size;
  }

  /// Notes who has ended, and starts workers until the crew is complete.
  void complete() {
    buryTheDead();
    while (members.size() < size) {
      members.add(start());
    }
  }

  private Member start() {
    var builder =
        new ProcessBuilder(command())
            .directory(host.folder().toFile())
            .redirectError(folder.resolve("worker-%d.log".formatted(++started)).toFile());
    try {
      Process process = builder.start();
      var ready = new CompletableFuture<Long>();
      Thread.ofVirtual().start(() -> listen(process, ready));
      return new Member(process, plan.nextLife(), host.nanos().getAsLong(), ready);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As this process was started, but for what the launcher says of the streams.
  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-Ddevskyy.out=other", "-Ddevskyy.err=other"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(arguments);
    return command;
  }

  /// A worker says on standard output that it is ready, and then nothing more.
  private void listen(Process process, CompletableFuture<Long> ready) {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ready.complete(host.nanos().getAsLong());
      }
    } catch (IOException e) {
      // Its end closes the stream, and is noted elsewhere.
    }
  }

  private void buryTheDead() {
    for (Member member : List.copyOf(members)) {
      if (!member.process().isAlive()) {
        bury(member, cause(member.process().exitValue()));
      }
    }
  }

  /// Of the death of one that this run has not killed.
  private static Cause cause(int exitCode) {
    return switch (exitCode) {
      case ChaosHandler.HALTED -> Cause.HALTED;
      // Ctrl-C reaches the workers of a terminal too.
      case ExitCode.OK, ExitCode.INTERRUPTED, TERMINATED -> Cause.STOPPED;
      default -> Cause.BY_ITSELF;
    };
  }

  private void bury(Member member, Cause cause) {
    members.remove(member);
    deaths.add(
        new Death(member.process().pid(), host.nanos().getAsLong(), cause, member.isReady()));
  }

  /// Kills, as `kill -9` does, whose time has come; of several workers never the last one at work:
  /// it would only be seen how fast this machine starts processes.
  void killDue() {
    long now = host.nanos().getAsLong();
    for (Member member : members.stream().filter(each -> each.isDue(now)).toList()) {
      if (size == 1 || !member.isReady() || working() > 1) {
        kill(member);
      }
    }
  }

  private void kill(Member member) {
    boolean alive = member.process().isAlive();
    member.process().destroyForcibly();
    await(member);
    Cause cause = cause(member.process().exitValue());
    // A task may have been a moment faster.
    bury(member, alive && cause != Cause.HALTED ? Cause.KILLED : cause);
  }

  private static boolean await(Member member) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return member.process().waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Asks all to stop, and waits until they have.
  void stop() {
    buryTheDead();
    List<Member> last = List.copyOf(members);
    last.forEach(member -> member.process().toHandle().destroy());
    for (Member member : last) {
      if (await(member)) {
        bury(member, cause(member.process().exitValue()));
      }
    }
  }

  int working() {
    return (int) members.stream().filter(Member::isReady).count();
  }

  int kills() {
    return number(Cause.KILLED);
  }

  /// How many ended without anybody's doing.
  int failed() {
    return number(Cause.BY_ITSELF);
  }

  private int number(Cause cause) {
    return (int) deaths.stream().filter(death -> death.cause() == cause).count();
  }

  List<Death> deaths() {
    return List.copyOf(deaths);
  }

  /// Kills all.
  void killAll() {
    List.copyOf(members).forEach(this::kill);
  }

  /// Kills whoever is left.
  @Override
  public void close() {
    killAll();
  }
}
