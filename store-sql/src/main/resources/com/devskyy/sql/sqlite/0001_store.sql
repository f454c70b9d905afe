-- The store of tasks and records. Never edit this file once it was released: add a next one.
--
-- Times are milliseconds since the epoch. Numbers that stand for words:
--   status  0 waiting, 1 scheduled, 2 queued, 3 processing, 4 retrying, 5 completed, 6 failed, 7 cancelled, 8 expired
--   level   0 background, 1 low, 2 normal, 3 high, 4 critical
--   lane    a level, or 5 for suspects, who wait apart from the levels
--
-- A task is one row of `task`, as it was when it last began to wait, and one row in one of four places:
--   due     it waits for a time (waiting, scheduled, retrying)
--   ready   it is queued
--   lease   it is processing
--   ended   it has reached an end
-- So an ordinary life writes the wide row once, moves a narrow one from place to place, and never rewrites the input.
-- For the same reason `task` has no index but that of its id: each would be asked at every insert.

-- One per task type ever seen, with all that changes with nearly every transaction, so that it is one page:
-- its LevelTurns (starts, last_lower), the number of its tasks in each status, and payload bytes of its ended ones.
CREATE TABLE queue (
  ref            INTEGER PRIMARY KEY,
  name           TEXT    NOT NULL UNIQUE,
  paused         INTEGER NOT NULL DEFAULT 0,
  starts         INTEGER NOT NULL DEFAULT 0,
  last_lower     INTEGER NOT NULL DEFAULT 0,
  waiting        INTEGER NOT NULL DEFAULT 0,
  scheduled      INTEGER NOT NULL DEFAULT 0,
  queued         INTEGER NOT NULL DEFAULT 0,
  processing     INTEGER NOT NULL DEFAULT 0,
  retrying       INTEGER NOT NULL DEFAULT 0,
  completed      INTEGER NOT NULL DEFAULT 0,
  failed         INTEGER NOT NULL DEFAULT 0,
  cancelled      INTEGER NOT NULL DEFAULT 0,
  expired        INTEGER NOT NULL DEFAULT 0,
  retained_bytes INTEGER NOT NULL DEFAULT 0, -- input and result of completed, cancelled and expired tasks
  failed_bytes   INTEGER NOT NULL DEFAULT 0  -- input of failed tasks
) STRICT;

-- Virtual time of a level while nothing waits in it; 0 when absent.
CREATE TABLE floor (
  queue INTEGER NOT NULL,
  level INTEGER NOT NULL,
  tag   INTEGER NOT NULL,
  PRIMARY KEY (queue, level)
) STRICT, WITHOUT ROWID;

-- Clocks of users ('' for tasks without one) that are ahead of their level's virtual time.
CREATE TABLE clock (
  queue   INTEGER NOT NULL,
  level   INTEGER NOT NULL,
  user_id TEXT    NOT NULL,
  value   INTEGER NOT NULL,
  PRIMARY KEY (queue, level, user_id)
) STRICT, WITHOUT ROWID;

-- Clocks moved by one transaction, where they were many: rows [queue, level, user, value] in JSON. Of what is said here and
-- above the greater counts; merged into the above from time to time.
CREATE TABLE clock_change (n INTEGER PRIMARY KEY, clocks TEXT NOT NULL) STRICT;

CREATE TABLE task (
  seq              INTEGER PRIMARY KEY,
  id               TEXT    NOT NULL UNIQUE,
  queue            INTEGER NOT NULL,
  status           INTEGER NOT NULL, -- waiting, scheduled, retrying; or queued, also while it runs and once it has ended
  level            INTEGER NOT NULL,
  tag              INTEGER,          -- its turn, when queued in a level
  priority         INTEGER NOT NULL,
  weight           INTEGER NOT NULL,
  run              INTEGER NOT NULL,
  attempt          INTEGER NOT NULL,
  crashes          INTEGER NOT NULL,
  version          INTEGER NOT NULL,
  input_bytes      INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  due_at           INTEGER NOT NULL,
  user_id          TEXT,
  tier             TEXT,
  parent           TEXT,
  deadline         INTEGER,
  first_started_at INTEGER,
  started_at       INTEGER,
  worker           TEXT,
  token            INTEGER,          -- of the last lease
  wrote            INTEGER,          -- number of the last write under it
  error_type       TEXT,
  error_message    TEXT,
  error_detail     TEXT,
  unique_key       TEXT,
  unique_for_ms    INTEGER,          -- how long the key is held; until the end when absent
  input            BLOB              -- in large_input when absent
) STRICT;

-- Payloads too large to be carried along with their row.
CREATE TABLE large_input (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE large_result (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

CREATE TABLE due (
  status INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  id     TEXT    NOT NULL,
  seq    INTEGER NOT NULL,
  PRIMARY KEY (status, due_at, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ready (
  queue INTEGER NOT NULL,
  lane  INTEGER NOT NULL,
  tag   INTEGER NOT NULL, -- 0 in the lane of the suspects
  id    TEXT    NOT NULL,
  seq   INTEGER NOT NULL,
  PRIMARY KEY (queue, lane, tag, id)
) STRICT, WITHOUT ROWID;

-- Deadlines of tasks that are due or ready.
CREATE TABLE expiry (
  deadline INTEGER NOT NULL,
  id       TEXT    NOT NULL,
  PRIMARY KEY (deadline, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
  id               TEXT    NOT NULL PRIMARY KEY,
  seq              INTEGER NOT NULL,
  queue            INTEGER NOT NULL,
  run              INTEGER NOT NULL,
  token            INTEGER NOT NULL,
  until            INTEGER NOT NULL,
  wrote            INTEGER NOT NULL,
  version          INTEGER NOT NULL,
  traits           INTEGER NOT NULL, -- 1 holds a unique key until its end, 2 is a suspect
  input_bytes      INTEGER NOT NULL,
  started_at       INTEGER NOT NULL,
  claim            INTEGER NOT NULL, -- number of the claim that gave it
  worker           TEXT    NOT NULL,
  cancel_reason    TEXT,             -- somebody asked it to stop
  progress         REAL,
  progress_message TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE ended (
  seq          INTEGER PRIMARY KEY,
  id           TEXT    NOT NULL,
  queue        INTEGER NOT NULL,
  status       INTEGER NOT NULL,
  ended_at     INTEGER NOT NULL,
  bytes        INTEGER NOT NULL, -- of input and result
  run          INTEGER NOT NULL,
  version      INTEGER NOT NULL,
  token        INTEGER,
  wrote        INTEGER,
  started_at   INTEGER,
  worker       TEXT,
  result_bytes INTEGER,          -- absent without a result
  result       BLOB              -- in large_result when absent
) STRICT;

CREATE INDEX ended_order ON ended (queue, status, ended_at, id);

-- The last claim of a worker that was given anything.
CREATE TABLE claim (
  worker TEXT    NOT NULL PRIMARY KEY,
  n      INTEGER NOT NULL,
  drain  INTEGER NOT NULL,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE unique_key (
  queue INTEGER NOT NULL,
  value TEXT    NOT NULL,
  id    TEXT    NOT NULL, -- of the task that holds it
  until INTEGER,          -- until its end when absent
  PRIMARY KEY (queue, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX unique_key_until ON unique_key (until) WHERE until IS NOT NULL;

-- Runs that ended in anything but completion.
CREATE TABLE run (
  seq           INTEGER NOT NULL,
  run           INTEGER NOT NULL,
  attempt       INTEGER NOT NULL,
  worker        TEXT    NOT NULL,
  started_at    INTEGER NOT NULL,
  ended_at      INTEGER NOT NULL,
  how           TEXT    NOT NULL,
  error_type    TEXT,
  error_message TEXT,
  error_detail  TEXT,
  PRIMARY KEY (seq, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE step (
  seq      INTEGER NOT NULL,
  name     TEXT    NOT NULL,
  position INTEGER NOT NULL, -- in order of first writing
  value    BLOB,             -- only intended when absent
  PRIMARY KEY (seq, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
  seq     INTEGER NOT NULL,
  line    INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  run     INTEGER NOT NULL,
  level   TEXT    NOT NULL,
  message TEXT    NOT NULL,
  PRIMARY KEY (seq, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE cost (
  seq      INTEGER NOT NULL,
  run      INTEGER NOT NULL,
  n        INTEGER NOT NULL,
  provider TEXT    NOT NULL,
  amount   TEXT    NOT NULL, -- a decimal number, kept digit for digit
  unit     TEXT    NOT NULL,
  PRIMARY KEY (seq, run, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE worker (
  id         TEXT    NOT NULL PRIMARY KEY,
  host       TEXT    NOT NULL,
  started_at INTEGER NOT NULL,
  slots      INTEGER NOT NULL,
  running    INTEGER NOT NULL,
  state      TEXT    NOT NULL,
  heartbeat  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What each worker serves, and (worker '') each type as the latest worker described it.
CREATE TABLE type (
  worker        TEXT    NOT NULL,
  position      INTEGER NOT NULL,
  name          TEXT    NOT NULL,
  description   TEXT    NOT NULL,
  input_schema  BLOB    NOT NULL,
  output_schema BLOB    NOT NULL,
  max_attempts  INTEGER NOT NULL,
  run_limit_ms  INTEGER NOT NULL,
  retention_ms  INTEGER NOT NULL,
  PRIMARY KEY (worker, name)
) STRICT, WITHOUT ROWID;

-- What there is one of.
CREATE TABLE store (
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  advanced_at     INTEGER NOT NULL, -- the rescue gate
  rescue_opens_at INTEGER NOT NULL,
  chosen_worker   TEXT,             -- to run a suspect
  chosen_at       INTEGER NOT NULL,
  clock_merges    INTEGER NOT NULL  -- how often clock_change was merged
) STRICT;

INSERT INTO store VALUES (1, 0, 0, NULL, 0, 0);

-- JSON by kind and key.
CREATE TABLE record (
  kind  TEXT NOT NULL,
  key   TEXT NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
