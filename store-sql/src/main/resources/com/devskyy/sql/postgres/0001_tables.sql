-- The store of tasks and records on PostgreSQL. Never edit a file of this folder once it was released: add a next one.
-- Everything lies in one schema, which is first in the search path while this runs.
--
-- Times are milliseconds since the epoch. Numbers that stand for words:
--   status  0 waiting, 1 scheduled, 2 queued, 3 processing, 4 retrying, 5 completed, 6 failed, 7 cancelled, 8 expired
--   lane    a level: 0 background, 1 low, 2 normal, 3 high, 4 critical; or 5 for suspects, who wait apart from the levels
--
-- A task is one row of `task`, as it was when it last began to wait, and one row in one of these places:
--   due      it waits for a time (scheduled, retrying)
--   arrival  it is queued and has no turn yet: whoever holds its queue next gives it one
--   ready    it is queued in its turn
--   lease    it is processing
--   ended    it has reached an end
-- So an ordinary life writes the wide row once and moves a narrow one from place to place.
--
-- Rows that change with every call (queue_state, clock, given) are not updated: the next one is inserted with a greater number and
-- the one before deleted, and whoever reads takes the greatest. An updated row would leave a chain of old versions behind
-- it, which everybody has to walk for as long as somebody elsewhere holds an old snapshot open.
--
-- Rows are looked up by the ids of a list as `id = ANY (ARRAY[a.id])`, never `id = a.id`. The second could also be joined the
-- other way round, by going through the table's whole index; and so it is wherever the table was last analysed while nearly
-- nothing was in it, as `lease` is by night, with whatever is dead in it since (see our settings of the planner).
--
-- Text that is compared is compared byte for byte (COLLATE "C"), as on every store.

CREATE TABLE format (number int NOT NULL);

-- One per task type ever seen.
CREATE TABLE queue (
  ref    int     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name   text    COLLATE "C" NOT NULL UNIQUE,
  paused boolean NOT NULL DEFAULT false
);

-- What is remembered of a queue from call to call; arrays by lane, the first for lane 0. Written only under the queue's
-- lock (see open_queue).
CREATE TABLE queue_state (
  queue      int      NOT NULL,
  n          bigint   NOT NULL,
  starts     int      NOT NULL, -- LevelTurns
  last_lower int      NOT NULL,
  waiting    bigint[] NOT NULL, -- how many are ready
  floors     bigint[] NOT NULL, -- virtual time of a level while nothing waits in it
  low_tags   bigint[] NOT NULL, -- nothing that is ready lies below (low tag, low id): where to begin to look, so that
  low_ids    text[]   NOT NULL, -- the index entries of all that has left are not walked again
  taken      bigint[] NOT NULL, -- of the present call: the greatest tag that it took out
  settled    xid8     NOT NULL, -- arrivals of older transactions have all been given their turn
  crowded    boolean  NOT NULL, -- of the present call: more have arrived than it could give their turn
  PRIMARY KEY (queue, n)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- Clocks of users ('' for tasks without one) that are ahead of their level's virtual time.
CREATE TABLE clock (
  queue   int    NOT NULL,
  lane    int    NOT NULL,
  user_id text   COLLATE "C" NOT NULL,
  value   bigint NOT NULL,
  PRIMARY KEY (queue, lane, user_id, value)
) WITH (autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

CREATE TABLE task (
  created_at       bigint NOT NULL,
  due_at           bigint NOT NULL,
  version          bigint NOT NULL,
  tag              bigint,          -- its turn, when queued in a level and not just arrived
  queue            int    NOT NULL,
  priority         int    NOT NULL,
  weight           int    NOT NULL,
  run              int    NOT NULL,
  attempt          int    NOT NULL,
  crashes          int    NOT NULL,
  input_bytes      int    NOT NULL,
  status           int    NOT NULL, -- waiting, scheduled, retrying; or queued, also while it runs and once it has ended
  id               text   COLLATE "C" NOT NULL PRIMARY KEY,
  user_id          text   COLLATE "C",
  tier             text,
  parent           text,
  deadline         bigint,
  run_limit_ms     bigint,          -- how long a run may last, where that is longer than its type's limit
  first_started_at bigint,
  started_at       bigint,
  worker           text,
  token            bigint,          -- of the last lease
  wrote            int,             -- number of the last write under it
  error_type       text,
  error_message    text,
  error_detail     text,
  unique_key       text   COLLATE "C",
  unique_for_ms    bigint,          -- how long the key is held; until the end when absent
  input            bytea  NOT NULL
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.1);
-- Larger inputs lie outside of the row, as they were given: compressing them costs more time than it saves here.
ALTER TABLE task ALTER input SET STORAGE EXTERNAL;

CREATE TABLE due (
  due_at bigint NOT NULL,
  status int    NOT NULL,
  id     text   COLLATE "C" NOT NULL,
  PRIMARY KEY (status, due_at, id)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

CREATE TABLE arrival (
  n     bigint GENERATED ALWAYS AS IDENTITY,
  xid   xid8   NOT NULL DEFAULT pg_current_xact_id(),
  queue int    NOT NULL,
  id    text   COLLATE "C" NOT NULL,
  PRIMARY KEY (queue, xid, n)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- Repeats what a claim needs to know of a task to give a lease.
CREATE TABLE ready (
  tag       bigint  NOT NULL, -- 0 in the lane of the suspects
  version   bigint  NOT NULL,
  deadline  bigint,
  queue     int     NOT NULL,
  lane      int     NOT NULL,
  run       int     NOT NULL,
  bytes     int     NOT NULL, -- of its input
  holds_key boolean NOT NULL, -- a unique key until its end
  id        text    COLLATE "C" NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
CREATE UNIQUE INDEX ready_order ON ready (queue, lane, tag, id);

-- Deadlines of tasks that wait in any of the places above.
CREATE TABLE expiry (
  deadline bigint NOT NULL,
  id       text   COLLATE "C" NOT NULL,
  PRIMARY KEY (deadline, id)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- Repeats what a completion needs to know of a task, so that the task's row is not even read then.
CREATE TABLE lease (
  token            bigint  NOT NULL,
  until            bigint  NOT NULL,
  version          bigint  NOT NULL,
  started_at       bigint  NOT NULL,
  claim            bigint  NOT NULL, -- number of the claim that gave it
  queue            int     NOT NULL,
  run              int     NOT NULL,
  wrote            int     NOT NULL, -- number of the last write
  bytes            int     NOT NULL, -- of the task's input
  holds_key        boolean NOT NULL, -- a unique key until its end
  suspect          boolean NOT NULL,
  id               text    COLLATE "C" NOT NULL PRIMARY KEY,
  worker           text    COLLATE "C" NOT NULL,
  cancel_reason    text,             -- somebody asked it to stop
  progress         double precision,
  progress_message text
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
CREATE INDEX lease_until ON lease (until);
CREATE INDEX lease_suspect ON lease (id) WHERE suspect;

CREATE TABLE ended (
  ended_at     bigint NOT NULL,
  bytes        bigint NOT NULL, -- of input and result
  version      bigint NOT NULL,
  token        bigint,
  started_at   bigint,
  queue        int    NOT NULL,
  status       int    NOT NULL,
  run          int    NOT NULL,
  wrote        int,
  id           text   COLLATE "C" NOT NULL PRIMARY KEY,
  worker       text   COLLATE "C",
  result       bytea
) WITH (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE ended ALTER result SET STORAGE EXTERNAL;
CREATE INDEX ended_order ON ended (queue, status, ended_at, id);

-- How many tasks are in each status, and how many payload bytes ended ones hold: changes, to be added up. A row is never
-- updated, so that those who change something at the same time do not wait for each other; fold_tally makes few of many.
CREATE TABLE tally (
  queue  int    NOT NULL,
  status int    NOT NULL,
  tasks  bigint NOT NULL,
  bytes  bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX tally_failed ON tally (bytes) WHERE status = 6;

-- The last claim of a worker that was given anything.
CREATE TABLE given (
  worker text    COLLATE "C" NOT NULL,
  n      bigint  NOT NULL,
  at     bigint  NOT NULL,
  drain  boolean NOT NULL,
  PRIMARY KEY (worker, n)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

CREATE TABLE unique_key (
  until bigint,          -- until its task's end when absent
  queue int    NOT NULL,
  value text   COLLATE "C" NOT NULL,
  id    text   COLLATE "C" NOT NULL, -- of the task that holds it
  PRIMARY KEY (queue, value)
);
CREATE INDEX unique_key_until ON unique_key (until) WHERE until IS NOT NULL;

-- Runs that ended in anything but completion.
CREATE TABLE run (
  id            text   COLLATE "C" NOT NULL,
  run           int    NOT NULL,
  attempt       int    NOT NULL,
  started_at    bigint NOT NULL,
  ended_at      bigint NOT NULL,
  worker        text   NOT NULL,
  how           text   NOT NULL,
  error_type    text,
  error_message text,
  error_detail  text,
  PRIMARY KEY (id, run)
);

CREATE TABLE step (
  id       text COLLATE "C" NOT NULL,
  name     text COLLATE "C" NOT NULL,
  position int  NOT NULL, -- in order of first writing
  value    bytea,         -- only intended when absent
  PRIMARY KEY (id, name)
);

CREATE TABLE log (
  id      text   COLLATE "C" NOT NULL,
  line    bigint NOT NULL,
  at      bigint NOT NULL,
  run     int    NOT NULL,
  level   text   NOT NULL,
  message text   NOT NULL,
  PRIMARY KEY (id, line)
);

CREATE TABLE cost (
  id       text COLLATE "C" NOT NULL,
  run      int  NOT NULL,
  n        int  NOT NULL,
  provider text NOT NULL,
  amount   text NOT NULL, -- a decimal number, kept digit for digit
  unit     text NOT NULL,
  PRIMARY KEY (id, run, n)
);

CREATE TABLE worker (
  id         text   COLLATE "C" NOT NULL PRIMARY KEY,
  host       text   NOT NULL,
  started_at bigint NOT NULL,
  slots      int    NOT NULL,
  running    int    NOT NULL,
  state      text   NOT NULL,
  heartbeat  bigint NOT NULL
) WITH (fillfactor = 50);

-- What each worker serves, and (worker '') each type as the latest worker described it.
CREATE TABLE type (
  worker        text   COLLATE "C" NOT NULL,
  name          text   COLLATE "C" NOT NULL,
  position      int    NOT NULL,
  description   text   NOT NULL,
  input_schema  bytea  NOT NULL,
  output_schema bytea  NOT NULL,
  max_attempts  int    NOT NULL,
  run_limit_ms  bigint NOT NULL,
  retention_ms  bigint NOT NULL,
  PRIMARY KEY (worker, name)
);

-- What there is one of.
CREATE TABLE store (
  advanced_at     bigint NOT NULL, -- the rescue gate
  rescue_opens_at bigint NOT NULL,
  chosen_worker   text,            -- to run a suspect
  chosen_at       bigint NOT NULL
) WITH (fillfactor = 50);
INSERT INTO store VALUES (0, 0, NULL, 0);

-- Processes that listen, by the server's own clock: who changes something tells nobody when nobody listens.
CREATE TABLE ear (
  process text        COLLATE "C" NOT NULL PRIMARY KEY,
  until   timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Tasks for another store, written in callers' own transactions; whoever relays them removes them.
CREATE TABLE outbox (
  n             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  due_at        bigint,
  deadline      bigint,
  run_limit_ms  bigint,
  unique_for_ms bigint,
  priority      int    NOT NULL,
  weight        int    NOT NULL,
  id            text   NOT NULL,
  type          text   NOT NULL,
  user_id       text,
  tier          text,
  parent        text,
  unique_key    text,
  input         bytea  NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE outbox ALTER input SET STORAGE EXTERNAL;

-- JSON by kind and key.
CREATE TABLE entry (
  kind  text  COLLATE "C" NOT NULL,
  key   text  COLLATE "C" NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (kind, key)
);

-- A task wherever it is, as callers see it but for its payload.
CREATE VIEW seen AS
SELECT t.id, t.queue, t.priority, t.attempt, t.crashes, t.created_at, t.due_at, t.user_id, t.tier, t.deadline, t.run_limit_ms, t.parent,
  CASE WHEN l.id IS NOT NULL THEN 3 WHEN e.id IS NOT NULL THEN e.status ELSE t.status END AS status,
  COALESCE(l.run, e.run, t.run) AS run,
  COALESCE(l.version, e.version, t.version) AS version,
  CASE WHEN t.first_started_at IS NOT NULL THEN t.first_started_at WHEN l.id IS NOT NULL THEN l.started_at
    WHEN e.status = 5 THEN e.started_at END AS first_started_at,
  COALESCE(l.started_at, e.started_at, t.started_at) AS started_at,
  e.ended_at,
  COALESCE(l.worker, e.worker, t.worker) AS worker,
  l.progress, l.progress_message, l.cancel_reason IS NOT NULL AS cancel_requested,
  CASE WHEN e.status IS DISTINCT FROM 5 THEN t.error_type END AS error_type, t.error_message, t.error_detail
FROM task t LEFT JOIN lease l ON l.id = ANY (ARRAY[t.id]) LEFT JOIN ended e ON e.id = ANY (ARRAY[t.id]);
