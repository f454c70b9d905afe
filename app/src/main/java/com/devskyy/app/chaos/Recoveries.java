package com.devskyy.app.chaos;

import com.devskyy.app.chaos.Crew.Cause;
import com.devskyy.app.chaos.Crew.Death;
import com.devskyy.app.chaos.Evidence.Found;
import com.devskyy.app.chaos.Verdict.Finding;
import com.devskyy.app.text.Quantities;
import com.devskyy.engine.Task;
import com.devskyy.engine.store.History;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How long the tasks of dead workers waited: from a worker's death until each task it held ran
/// again or had ended. One that has crashed before waits for its turn alone, one after the other:
/// of it, only that it was back in line is asked in time.
final class Recoveries {
  /// Beyond a lease: a look every second, a claim, and a machine that has other things to do. With
  /// the default lease this is the 15 s that are promised.
  private static final Duration BEYOND_LEASE = Duration.ofSeconds(3);

  private final Evidence evidence;
  private final Map<Long, Death> deaths = new HashMap<>();
  private final List<Long> waits = new ArrayList<>();
  private final List<Long> suspectWaits = new ArrayList<>();
  private final List<String> tooLong = new ArrayList<>();

  Recoveries(Evidence evidence) {
    this.evidence = evidence;
    for (Death death : evidence.deaths()) {
      if (death.cause() == Cause.KILLED || death.cause() == Cause.HALTED) {
        deaths.put(death.worker(), death);
      }
    }
    evidence.found().values().forEach(this::look);
  }

  private void look(Found found) {
    int crashes = 0;
    for (History.Run run :
        found.history().runs().stream()
            .sorted(Comparator.comparingInt(History.Run::run))
            .toList()) {
      if (run.end().equals("crashed")) {
        crashes++;
        Death death = deaths.get(process(run.worker()));
        if (death != null) {
          look(found, run, death, crashes >= Task.SUSPECT_CRASHES);
        }
      }
    }
  }

  private void look(Found found, History.Run run, Death death, boolean suspect) {
    long back = since(death, run.endedAt());
    long again = found.started(run.run() + 1).map(at -> since(death, at)).orElse(back);
    if (suspect) {
      suspectWaits.add(again);
    } else {
      waits.add(again);
    }
    long judged = suspect ? back : again;
    if (judged > limit().toMillis()) {
      tooLong.add(
          "%s, run %d: %s"
              .formatted(
                  found.task().id(), run.run(), Quantities.about(Duration.ofMillis(judged))));
    }
  }

  private long since(Death death, Instant at) {
    return Math.max(0, (evidence.clock().nanos(at) - death.nanos()) / 1_000_000);
  }

  /// The process of a worker: its name ends with process and random digits.
  private static long process(String worker) {
    int end = worker.lastIndexOf('-');
    int begin = worker.lastIndexOf('-', end - 1);
    return begin < 0 ? -1 : Long.parseLong(worker.substring(begin + 1, end));
  }

  private Duration limit() {
    return evidence.lease().plus(BEYOND_LEASE);
  }

  Finding finding() {
    Verdict.Recovery recovery = recovery();
    return Referee.finding(
        "tasks of the dead run again within " + Quantities.exact(limit()),
        "%,d runs, at most %s"
            .formatted(recovery.tasks(), Quantities.about(Duration.ofMillis(recovery.maxMillis()))),
        tooLong);
  }

  Verdict.Recovery recovery() {
    List<Long> sorted = waits.stream().sorted().toList();
    return new Verdict.Recovery(
        waits.size() + suspectWaits.size(),
        sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2),
        sorted.isEmpty() ? 0 : sorted.getLast(),
        suspectWaits.stream().mapToLong(Long::longValue).max().orElse(0));
  }
}
