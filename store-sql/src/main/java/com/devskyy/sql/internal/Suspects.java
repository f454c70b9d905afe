package com.devskyy.sql.internal;

import com.devskyy.engine.store.ClaimRequest;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Suspects during one claim: tasks that may be what kills their workers, so that one worker at a
/// time is chosen to run one alone. See `TaskStore.claim`.
final class Suspects {
  private static final String RUNNING = "SELECT count(*) FROM lease WHERE traits & 2";
  private static final String CHOSEN = "SELECT chosen_worker, chosen_at FROM store";
  private static final String CHOOSE = "UPDATE store SET chosen_worker = ?, chosen_at = ?";
  private static final String LEAVE =
      "DELETE FROM ready WHERE queue = ? AND lane = ? AND tag = 0 AND id = ?";

  private final Tx tx;
  private final ClaimRequest request;
  private final long now;

  Suspects(Tx tx, ClaimRequest request, long now) {
    this.tx = tx;
    this.request = request;
    this.now = now;
  }

  /// Whether one waits in these queues, none runs and no other worker is chosen.
  boolean mayBeHandled(Collection<Queue> queues) throws SQLException {
    return wait(queues) && !isOtherChosen() && tx.db.number(RUNNING, 0) == 0;
  }

  /// Chooses the asker.
  void choose() throws SQLException {
    tx.db.update(CHOOSE, request.worker(), now);
  }

  /// Takes the one with the least id, after which nobody is chosen; those past their deadline are
  /// ended.
  Optional<Candidate> takeFirst(Collection<Queue> queues) throws SQLException {
    while (true) {
      Candidate first = null;
      for (Queue queue : queues) {
        first = lesser(first, firstOf(queue));
      }
      if (first == null) {
        return Optional.empty();
      }
      if (!first.row().isPastDeadline(now)) {
        Level lane = tx.queues.of(first.row().queue).suspects();
        tx.db.update(LEAVE, first.row().queue, lane.lane(), first.row().id.value());
        lane.taken(0);
        tx.db.update(CHOOSE, null, 0);
        return Optional.of(first);
      }
      tx.moves.expire(Head.of(tx.db, first.row().id), now);
    }
  }

  private static boolean wait(Collection<Queue> queues) throws SQLException {
    for (Queue queue : queues) {
      if (!queue.suspects().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private boolean isOtherChosen() throws SQLException {
    try (var rows = tx.db.query(CHOSEN)) {
      rows.next();
      String worker = rows.textIfAny(1);
      return worker != null
          && !worker.equals(request.worker())
          && rows.number(2) + tx.settings.lease().toMillis() > now;
    }
  }

  private @Nullable Candidate firstOf(Queue queue) throws SQLException {
    if (queue.suspects().isEmpty()) {
      return null;
    }
    return Candidate.first(tx.db, queue.ref(), Queue.SUSPECTS, 1, Long.MAX_VALUE).getFirst();
  }

  private static @Nullable Candidate lesser(@Nullable Candidate left, @Nullable Candidate right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.row().id.compareTo(right.row().id) <= 0 ? left : right;
  }
}
