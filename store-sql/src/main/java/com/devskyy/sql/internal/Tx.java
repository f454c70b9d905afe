package com.devskyy.sql.internal;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.StoreSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// What the writer has in hand while it carries out commands: its connection and what it remembers
/// of the tables. What is remembered outlives a transaction, until one fails or another process
/// writes.
///
/// Confined to the writer's thread.
final class Tx {
  private static final String LAST_SEQ = "SELECT max(seq) FROM task";
  private static final String LAST_ID = "SELECT max(id) FROM task";
  private static final long UNKNOWN = -1;

  final Db db;
  final StoreSettings settings;
  final RandomGenerator tokens;
  final Queues queues;
  final ClaimMemory claims;
  final Moves moves;

  private List<TaskId> changed = new ArrayList<>();
  private Set<TypeName> claimable = new HashSet<>();
  private long lastSeq = UNKNOWN;
  private String lastId = "";

  Tx(Db db, StoreSettings settings, RandomGenerator tokens) {
    this.db = db;
    this.settings = settings;
    this.tokens = tokens;
    queues = new Queues(db);
    claims = new ClaimMemory(db);
    moves = new Moves(this);
  }

  /// The number of the next new task.
  long nextSeq() throws SQLException {
    load();
    return ++lastSeq;
  }

  /// Whether an id is greater than any there is: then it need not be looked for.
  boolean isBeyondLast(TaskId id) throws SQLException {
    load();
    return id.value().compareTo(lastId) > 0;
  }

  /// A task was stored.
  void stored(TaskId id) {
    if (id.value().compareTo(lastId) > 0) {
      lastId = id.value();
    }
  }

  private void load() throws SQLException {
    if (lastSeq == UNKNOWN) {
      lastSeq = db.number(LAST_SEQ, 0);
      try (var rows = db.query(LAST_ID)) {
        String id = rows.next() ? rows.textIfAny(1) : null;
        lastId = id == null ? "" : id;
      }
    }
  }

  /// A task changed: those who listen shall know.
  void changed(TaskId id) {
    changed.add(id);
  }

  /// Tasks of a queue became claimable.
  void claimable(TypeName queue) {
    claimable.add(queue);
  }

  /// One command is done.
  void endCall() throws SQLException {
    queues.endCall();
  }

  /// Writes what was only remembered; the commit follows.
  void flush() throws SQLException {
    queues.flush();
  }

  /// The queues that have something to claim.
  Set<TypeName> takeClaimable() {
    Set<TypeName> taken = claimable;
    claimable = new HashSet<>();
    return taken;
  }

  /// The tasks that changed.
  List<TaskId> takeChanged() {
    List<TaskId> taken = changed;
    changed = new ArrayList<>();
    return taken;
  }

  /// The transaction was undone: nothing remembered is certain any more.
  void undone() {
    forget();
    queues.undone();
    claims.forget();
    changed.clear();
    claimable.clear();
  }

  /// Another process has written.
  void forget() {
    queues.forget();
    lastSeq = UNKNOWN;
  }
}
