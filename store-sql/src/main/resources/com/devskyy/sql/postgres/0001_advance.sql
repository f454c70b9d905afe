-- look: whether there is anything for `advance` to do; only reads.
--
-- p_low   no lease ends before, as far as the caller knows: so that the index entries of all that have ended are not walked
CREATE FUNCTION look(
  p_now bigint, p_low bigint, p_retention_ms bigint, p_dead_letter_ms bigint, p_retained_bytes bigint,
  OUT work boolean, OUT advanced_at bigint, OUT rescue_opens_at bigint, OUT next_due bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_bytes bigint;
  v_rows bigint;
BEGIN
  SELECT s.advanced_at, s.rescue_opens_at INTO advanced_at, rescue_opens_at FROM store s;
  next_due := next_due();
  SELECT coalesce(sum(t.bytes) FILTER (WHERE t.status IN (5, 7, 8)), 0), count(*) INTO v_bytes, v_rows FROM tally t;
  work := next_due <= p_now
    OR v_bytes > p_retained_bytes
    OR v_rows > 500
    OR EXISTS (SELECT FROM expiry e WHERE e.deadline <= p_now)
    OR EXISTS (SELECT FROM lease l WHERE l.until <= p_now AND l.until >= p_low)
    OR EXISTS (SELECT FROM arrival)
    OR EXISTS (SELECT FROM unique_key k WHERE k.until <= p_now)
    OR EXISTS (SELECT FROM worker w WHERE w.heartbeat < p_now - 86400000)
    OR EXISTS (SELECT FROM given g WHERE g.at < p_now - 86400000)
    OR EXISTS (
      SELECT FROM retention(p_retention_ms, p_dead_letter_ms) r
      WHERE (SELECT e.ended_at FROM ended e WHERE e.queue = r.queue AND e.status = r.status ORDER BY e.ended_at LIMIT 1)
        <= p_now - r.keep_ms);
  work := coalesce(work, false);
END
$$;

CREATE FUNCTION next_due() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT least(
    (SELECT d.due_at FROM due d WHERE d.status = 1 ORDER BY d.due_at LIMIT 1),
    (SELECT d.due_at FROM due d WHERE d.status = 4 ORDER BY d.due_at LIMIT 1))
$$;

-- How long ended tasks are kept, in order: dead letters first.
CREATE FUNCTION retention(p_retention_ms bigint, p_dead_letter_ms bigint)
RETURNS TABLE (queue int, name text, status int, keep_ms bigint) LANGUAGE sql STABLE AS $$
  SELECT q.ref, q.name, s.status,
    CASE WHEN s.status = 6 THEN p_dead_letter_ms
      ELSE coalesce((SELECT t.retention_ms FROM type t WHERE t.worker = '' AND t.name = q.name), p_retention_ms) END
  FROM queue q CROSS JOIN (VALUES (5), (6), (7), (8)) AS s (status)
$$;

-- A task taken back from a lost lease; i: its place in the order of the leases' ends.
CREATE TYPE rescued AS (i bigint, id text, worker text, crashed boolean, quarantined boolean);

-- advance: lets time do its work, each kind at most p_max tasks.
--
-- p_was_…  the rescue gate as it was seen; when another has passed it meanwhile nothing is done (error DSGAT) and the caller
--          looks again
-- p_back   when given, the clock stepped back: what lies after this time is brought back to it, heartbeats to now
CREATE FUNCTION advance(
  p_process text, p_now bigint, p_max int, p_lease_ms bigint, p_retention_ms bigint, p_dead_letter_ms bigint, p_retained_bytes bigint,
  p_was_advanced_at bigint, p_was_opens_at bigint, p_advanced_at bigint, p_opens_at bigint, p_may_rescue boolean, p_back bigint,
  p_low bigint,
  OUT due int, OUT expired int, OUT trimmed int, OUT rescued text[], OUT workers text[], OUT crashed boolean[],
  OUT quarantined boolean[], OUT next_due bigint, OUT low bigint, OUT changed text[], OUT claimable int[])
LANGUAGE plpgsql AS $$
DECLARE
  v_queue int;
  v_queues int[];
  v_state queue_state;
  v_late text[];
  v_due text[];
  v_ended text[];
  v_task record;
  v_rescued rescued[] := '{}';
  v_trimmed text[];
  h head;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT coalesce(array_agg(e.id), '{}') INTO v_late FROM (
    SELECT e.id FROM expiry e WHERE e.deadline <= p_now ORDER BY e.deadline, e.id LIMIT p_max) e;
  SELECT array_agg(d.id) INTO v_due FROM (SELECT d.id FROM (
    (SELECT d.due_at, d.id FROM due d WHERE d.status = 1 AND d.due_at <= p_now AND NOT d.id = ANY (v_late)
      ORDER BY d.due_at, d.id LIMIT p_max)
    UNION ALL
    (SELECT d.due_at, d.id FROM due d WHERE d.status = 4 AND d.due_at <= p_now AND NOT d.id = ANY (v_late)
      ORDER BY d.due_at, d.id LIMIT p_max)) d
    ORDER BY d.due_at, d.id LIMIT p_max) d;
  IF p_back IS NOT NULL THEN
    UPDATE lease l SET until = p_back WHERE l.until > p_back;
    UPDATE worker w SET heartbeat = p_now WHERE w.heartbeat > p_back;
  END IF;
  IF p_may_rescue THEN
    -- All that have ended and are decided, however many are not.
    SELECT array_agg(l.id) INTO v_ended FROM (
      SELECT l.id FROM lease l LEFT JOIN worker w ON w.id = l.worker
      WHERE l.until <= p_now AND l.until >= p_low AND verdict(p_now, l.until, w.heartbeat, p_lease_ms) <> 'wait'
      ORDER BY l.until, l.id LIMIT p_max) l;
  END IF;
  low := least(p_now, (SELECT l.until FROM lease l WHERE l.until >= p_low ORDER BY l.until LIMIT 1));

  -- Chosen once: one that came in later would be locked out of order.
  v_queues := ARRAY(
    SELECT t.queue FROM task t WHERE t.id = ANY (v_late || v_due || v_ended)
    UNION SELECT a.queue FROM arrival a ORDER BY 1);
  FOREACH v_queue IN ARRAY v_queues LOOP
    PERFORM lock_queue(v_queue);
  END LOOP;
  UPDATE store s SET advanced_at = p_advanced_at, rescue_opens_at = p_opens_at,
    chosen_at = CASE WHEN s.chosen_at > p_back THEN p_now ELSE s.chosen_at END
  WHERE s.advanced_at = p_was_advanced_at AND s.rescue_opens_at = p_was_opens_at;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'another has passed the gate' USING ERRCODE = 'DSGAT';
  END IF;

  due := 0;
  expired := 0;
  changed := '{}';
  claimable := '{}';
  FOREACH v_queue IN ARRAY v_queues LOOP
    v_state := open_queue(v_queue, 10000);
    IF EXISTS (SELECT FROM unnest(v_state.waiting) AS w WHERE w > 0) THEN
      claimable := claimable || v_queue;
    END IF;
    FOR h IN
      SELECT (x.head).* FROM (
        SELECT a.i, head_of(a.id) AS head FROM unnest(v_late) WITH ORDINALITY AS a (id, i)) x
      WHERE (x.head).queue = v_queue AND (x.head).status NOT IN (3, 5, 6, 7, 8) AND (x.head).deadline <= p_now ORDER BY x.i
    LOOP
      CALL expire(v_state, h.id, p_now);
      expired := expired + 1;
      changed := changed || h.id;
    END LOOP;
    FOR h IN
      SELECT (x.head).* FROM (
        SELECT a.i, head_of(a.id) AS head FROM unnest(v_due) WITH ORDINALITY AS a (id, i)) x
      WHERE (x.head).queue = v_queue AND (x.head).status IN (1, 4) AND (x.head).due_at <= p_now ORDER BY x.i
    LOOP
      CALL to_line(h, v_state, true);
      due := due + 1;
      changed := changed || h.id;
      claimable := claimable || v_queue;
    END LOOP;
    FOR v_task IN
      SELECT a.i, a.id, l.until, l.worker, w.heartbeat, w.host FROM unnest(v_ended) WITH ORDINALITY AS a (id, i)
        JOIN lease l ON l.id = a.id COLLATE "C" LEFT JOIN worker w ON w.id = l.worker
      WHERE l.queue = v_queue AND l.until <= p_now ORDER BY a.i
      FOR UPDATE OF l SKIP LOCKED
    LOOP
      CALL take_back(v_state, v_rescued, v_task.i, v_task.id, v_task.worker, v_task.host, v_task.heartbeat,
        verdict(p_now, v_task.until, v_task.heartbeat, p_lease_ms) = 'crashed', p_now);
      changed := changed || v_task.id;
      claimable := claimable || v_queue;
    END LOOP;
    PERFORM close_queue(v_state);
  END LOOP;
  SELECT coalesce(array_agg(r.id ORDER BY r.i), '{}'), coalesce(array_agg(r.worker ORDER BY r.i), '{}'),
    coalesce(array_agg(r.crashed ORDER BY r.i), '{}'), coalesce(array_agg(r.quarantined ORDER BY r.i), '{}')
  INTO rescued, workers, crashed, quarantined FROM unnest(v_rescued) AS r;

  v_trimmed := trim_ended(p_now, p_max, p_retention_ms, p_dead_letter_ms, p_retained_bytes);
  trimmed := cardinality(v_trimmed);
  changed := changed || v_trimmed;
  -- One that a producer's open transaction has taken anew is left to it.
  DELETE FROM unique_key k USING (
    SELECT u.queue, u.value FROM unique_key u WHERE u.until <= p_now FOR UPDATE SKIP LOCKED) u
  WHERE k.queue = u.queue AND k.value = u.value;
  DELETE FROM given g WHERE g.at < p_now - 86400000;
  DELETE FROM type t USING worker w WHERE t.worker = w.id AND w.heartbeat < p_now - 86400000;
  DELETE FROM worker w WHERE w.heartbeat < p_now - 86400000;
  PERFORM fold_tally();
  next_due := next_due();
  PERFORM tell(p_process, changed, claimable);
END
$$;

-- RescueRule: whether the worker of an ended lease has died, lives and let go, or may yet show itself.
CREATE FUNCTION verdict(p_now bigint, p_until bigint, p_heartbeat bigint, p_lease_ms bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_heartbeat IS NULL OR p_heartbeat + p_lease_ms <= p_now THEN 'crashed'
    WHEN p_heartbeat < p_until THEN 'wait' ELSE 'return' END
$$;

CREATE PROCEDURE take_back(
  INOUT p_state queue_state, INOUT p_rescued rescued[], p_i bigint, p_id text, p_worker text, p_host text, p_heartbeat bigint,
  p_crashed boolean, p_now bigint)
LANGUAGE plpgsql AS $$
DECLARE
  h head := head_of(p_id);
  v_cancel text := h.cancel_reason;
  v_quarantined boolean := false;
BEGIN
  CALL record_run(h, CASE WHEN p_crashed THEN 'crashed' ELSE 'returned' END, NULL, NULL, NULL, p_now);
  IF p_crashed THEN
    h.crashes := h.crashes + 1;
  END IF;
  -- Whatever a late owner repeats is lost.
  h.wrote := 0;
  IF v_cancel IS NOT NULL THEN
    CALL cancel(h, p_state, v_cancel, p_now);
  ELSIF p_crashed AND h.crashes >= 5 THEN
    -- From its second crash on a task runs alone, so that the crashes from the third on are its own.
    v_quarantined := true;
    h.error_type := 'WorkerCrash';
    h.error_message := format(
      '%s workers died running it, the last 3 while it ran alone; the last was %s on %s, heard %s', h.crashes, p_worker,
      coalesce(p_host, 'an unknown host'), coalesce(instant(p_heartbeat), 'no more'));
    h.error_detail := (
      SELECT string_agg(format(E'run %s on worker %s: started %s, given up %s\n', r.run, r.worker, instant(r.started_at),
        instant(r.ended_at)), '' ORDER BY r.run)
      FROM run r WHERE r.id = p_id COLLATE "C" AND r.how = 'crashed');
    CALL to_end(h, p_state, 6, p_now);
  ELSE
    CALL to_line(h, p_state, false);
  END IF;
  p_rescued := p_rescued || ROW(p_i, p_id, p_worker, p_crashed, v_quarantined)::rescued;
END
$$;

-- Removes ended tasks that are old enough, or too many; answers which.
CREATE FUNCTION trim_ended(p_now bigint, p_max int, p_retention_ms bigint, p_dead_letter_ms bigint, p_retained_bytes bigint)
RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  v_trimmed text[] := '{}';
  v_some text[];
  v_kind record;
  v_too_much bigint;
BEGIN
  -- Dead letters of all queues, then the others queue by queue; of each the earliest.
  FOR v_kind IN
    SELECT array_agg(r.queue) AS queues, array_agg(r.status) AS statuses, min(r.keep_ms) AS keep_ms
    FROM retention(p_retention_ms, p_dead_letter_ms) r
    GROUP BY r.status = 6, CASE WHEN r.status = 6 THEN '' ELSE r.name END COLLATE "C"
    ORDER BY r.status = 6 DESC, CASE WHEN r.status = 6 THEN '' ELSE r.name END COLLATE "C"
  LOOP
    EXIT WHEN cardinality(v_trimmed) >= p_max;
    v_some := earliest_ended(v_kind.queues, v_kind.statuses, p_now - v_kind.keep_ms, p_max - cardinality(v_trimmed));
    v_trimmed := v_trimmed || forget_ended(v_some);
  END LOOP;
  v_too_much := (SELECT sum(t.bytes) FROM tally t WHERE t.status IN (5, 7, 8)) - p_retained_bytes;
  IF v_too_much > 0 AND cardinality(v_trimmed) < p_max THEN
    SELECT array_agg(s.id) INTO v_some FROM (
      SELECT a.id, sum(e.bytes) OVER (ORDER BY a.i) - e.bytes AS before
      FROM unnest(earliest_ended(
          (SELECT array_agg(r.queue) FROM retention(0, 0) r WHERE r.status <> 6),
          (SELECT array_agg(r.status) FROM retention(0, 0) r WHERE r.status <> 6),
          9223372036854775807, p_max - cardinality(v_trimmed))) WITH ORDINALITY AS a (id, i)
        JOIN ended e ON e.id = a.id COLLATE "C") s
    WHERE s.before < v_too_much;
    v_trimmed := v_trimmed || forget_ended(v_some);
  END IF;
  RETURN v_trimmed;
END
$$;

-- The earliest ended tasks of some kinds, in order.
CREATE FUNCTION earliest_ended(p_queues int[], p_statuses int[], p_until bigint, p_max int) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(e.id ORDER BY e.ended_at, e.id), '{}') FROM (
    SELECT e.ended_at, e.id FROM unnest(p_queues, p_statuses) AS k (queue, status) CROSS JOIN LATERAL (
      SELECT e.ended_at, e.id FROM ended e WHERE e.queue = k.queue AND e.status = k.status AND e.ended_at <= p_until
      ORDER BY e.ended_at, e.id LIMIT p_max) e
    ORDER BY e.ended_at, e.id LIMIT p_max) e
$$;

-- Removes ended tasks that nobody is about to change.
CREATE FUNCTION forget_ended(p_ids text[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  v_gone text[];
BEGIN
  IF coalesce(cardinality(p_ids), 0) = 0 THEN
    RETURN '{}';
  END IF;
  WITH free AS MATERIALIZED (
    SELECT e.id FROM ended e WHERE e.id = ANY (p_ids) FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM ended e USING free f WHERE e.id = f.id RETURNING e.id, e.queue, e.status, e.bytes
  ), counted AS (
    INSERT INTO tally (queue, status, tasks, bytes) SELECT g.queue, g.status, -count(*), -sum(g.bytes) FROM gone g GROUP BY 1, 2
  )
  SELECT array_agg(g.id) INTO v_gone FROM gone g;
  CALL remove(v_gone);
  RETURN coalesce(v_gone, '{}');
END
$$;

-- forget_clocks: drops clocks that the virtual time has passed. It never goes back, so that no lock is needed.
CREATE FUNCTION forget_clocks() RETURNS void LANGUAGE sql AS $$
  WITH level AS MATERIALIZED (
    SELECT s.queue, l.lane, coalesce(
      CASE WHEN s.waiting[l.lane + 1] > 0 THEN (
        SELECT r.tag FROM ready r WHERE r.queue = s.queue AND r.lane = l.lane
          AND (r.tag, r.id) >= (s.low_tags[l.lane + 1], s.low_ids[l.lane + 1])
        ORDER BY r.tag, r.id LIMIT 1) END,
      s.floors[l.lane + 1]) AS passed
    FROM queue q
      CROSS JOIN LATERAL (SELECT s.* FROM queue_state s WHERE s.queue = q.ref ORDER BY s.n DESC LIMIT 1) s
      CROSS JOIN generate_series(0, 4) AS l (lane)
  )
  DELETE FROM clock c USING level l WHERE c.queue = l.queue AND c.lane = l.lane AND c.value <= l.passed
$$;

-- register: writes a worker, its types and its heartbeat. p_gone: it has left.
CREATE FUNCTION register(
  p_now bigint, p_gone boolean, p_id text, p_host text, p_started_at bigint, p_slots int, p_running int, p_state text,
  p_names text[], p_descriptions text[], p_inputs bytea[], p_outputs bytea[], p_attempts int[], p_run_limits bigint[],
  p_retentions bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM register_types('', p_names, p_descriptions, p_inputs, p_outputs, p_attempts, p_run_limits, p_retentions);
  IF p_gone THEN
    DELETE FROM worker w WHERE w.id = p_id COLLATE "C";
    DELETE FROM type t WHERE t.worker = p_id COLLATE "C";
    RETURN;
  END IF;
  INSERT INTO worker AS w (id, host, started_at, slots, running, state, heartbeat)
  VALUES (p_id, p_host, p_started_at, p_slots, p_running, p_state, p_now)
  ON CONFLICT (id) DO UPDATE SET host = excluded.host, started_at = excluded.started_at, slots = excluded.slots,
    running = excluded.running, state = excluded.state, heartbeat = excluded.heartbeat;
  DELETE FROM type t WHERE t.worker = p_id COLLATE "C" AND NOT t.name = ANY (p_names);
  PERFORM register_types(p_id, p_names, p_descriptions, p_inputs, p_outputs, p_attempts, p_run_limits, p_retentions);
END
$$;

-- Writes only what has changed, which in nearly every heartbeat is nothing.
CREATE FUNCTION register_types(
  p_worker text, p_names text[], p_descriptions text[], p_inputs bytea[], p_outputs bytea[], p_attempts int[], p_run_limits bigint[],
  p_retentions bigint[])
RETURNS void LANGUAGE sql AS $$
  INSERT INTO type AS t (worker, name, position, description, input_schema, output_schema, max_attempts, run_limit_ms, retention_ms)
  SELECT p_worker, a.name, CASE WHEN p_worker = '' THEN 0 ELSE a.i END, a.description, a.input, a.output, a.attempts, a.run_limit,
    a.retention
  FROM unnest(p_names, p_descriptions, p_inputs, p_outputs, p_attempts, p_run_limits, p_retentions) WITH ORDINALITY
    AS a (name, description, input, output, attempts, run_limit, retention, i)
  WHERE NOT EXISTS (
    SELECT FROM type o WHERE o.worker = p_worker COLLATE "C" AND o.name = a.name COLLATE "C"
      AND (o.position, o.description, o.input_schema, o.output_schema, o.max_attempts, o.run_limit_ms, o.retention_ms)
        = (CASE WHEN p_worker = '' THEN 0 ELSE a.i END, a.description, a.input, a.output, a.attempts, a.run_limit, a.retention))
  ORDER BY a.name COLLATE "C"
  ON CONFLICT (worker, name) DO UPDATE SET position = excluded.position, description = excluded.description,
    input_schema = excluded.input_schema, output_schema = excluded.output_schema, max_attempts = excluded.max_attempts,
    run_limit_ms = excluded.run_limit_ms, retention_ms = excluded.retention_ms
$$;
