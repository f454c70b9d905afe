-- Turns: who is next in a queue. Pure rules as in FairShare and LevelTurns, on what is stored.
--
-- Whatever touches `ready`, a clock or a queue's state holds the queue's lock, until its transaction ends: so all that is
-- said here happens as if by one writer per queue. Such transactions are short: one call each, and none waits for the disk
-- while it holds a lock (see flush). Locks are taken in order of the queues' numbers, and before any row is locked.

CREATE FUNCTION level_of(p_priority int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_priority >= 10 THEN 4 WHEN p_priority >= 7 THEN 3 WHEN p_priority >= 4 THEN 2
    WHEN p_priority >= 2 THEN 1 ELSE 0 END
$$;

CREATE FUNCTION lock_queue(p_queue int) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock('queue'::regclass::oid::bigint::bit(32)::int, p_queue)
$$;

CREATE FUNCTION try_lock_queue(p_queue int) RETURNS boolean LANGUAGE sql AS $$
  SELECT pg_try_advisory_xact_lock('queue'::regclass::oid::bigint::bit(32)::int, p_queue)
$$;

-- The queue's number; made when there is none.
CREATE FUNCTION queue_of(p_name text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_ref int;
BEGIN
  LOOP
    SELECT q.ref INTO v_ref FROM queue q WHERE q.name = p_name;
    IF FOUND THEN
      RETURN v_ref;
    END IF;
    INSERT INTO queue (name) VALUES (p_name) ON CONFLICT (name) DO NOTHING;
  END LOOP;
END
$$;

-- The lane's virtual time.
CREATE FUNCTION virtual_time(p_state queue_state, p_lane int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_tag bigint;
BEGIN
  IF p_state.waiting[p_lane + 1] = 0 THEN
    RETURN p_state.floors[p_lane + 1];
  END IF;
  SELECT r.tag INTO STRICT v_tag FROM ready r
  WHERE r.queue = p_state.queue AND r.lane = p_lane
    AND (r.tag, r.id) >= (p_state.low_tags[p_lane + 1], p_state.low_ids[p_lane + 1])
  ORDER BY r.tag, r.id LIMIT 1;
  RETURN v_tag;
END
$$;

-- A task stands ready now: it may stand below all others.
CREATE FUNCTION stands_ready(p_state queue_state, p_lane int, p_count bigint, p_tag bigint, p_id text) RETURNS queue_state
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_low bigint := p_state.low_tags[p_lane + 1];
BEGIN
  p_state.waiting[p_lane + 1] := p_state.waiting[p_lane + 1] + p_count;
  IF p_tag < v_low OR (p_tag = v_low AND p_id COLLATE "C" < p_state.low_ids[p_lane + 1] COLLATE "C") THEN
    p_state.low_tags[p_lane + 1] := p_tag;
    p_state.low_ids[p_lane + 1] := p_id;
  END IF;
  RETURN p_state;
END
$$;

-- Tasks are ready no more. The floor is the greatest tag that the call which empties a level has taken out.
CREATE FUNCTION left_ready(p_state queue_state, p_lane int, p_count bigint, p_tag bigint) RETURNS queue_state
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  p_state.waiting[p_lane + 1] := p_state.waiting[p_lane + 1] - p_count;
  p_state.taken[p_lane + 1] := greatest(p_state.taken[p_lane + 1], p_tag);
  IF p_state.waiting[p_lane + 1] = 0 THEN
    p_state.floors[p_lane + 1] := greatest(p_state.floors[p_lane + 1], p_state.taken[p_lane + 1]);
  END IF;
  RETURN p_state;
END
$$;

-- The tags of tasks that arrive in a level, in order; their users' clocks move on. p_users: absent when none has a user.
CREATE FUNCTION take_turns(p_state queue_state, p_lane int, p_users text[], p_weights int[]) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  v_time bigint := virtual_time(p_state, p_lane);
  v_tags bigint[];
  v_users text[];
  v_olds bigint[];
  v_values bigint[];
  v_old bigint;
BEGIN
  IF p_state.waiting[p_lane + 1] = 0 THEN
    -- The first to arrive sets the virtual time for those who follow.
    v_time := greatest(v_time, (
      SELECT c.value FROM clock c WHERE c.queue = p_state.queue AND c.lane = p_lane AND c.user_id = coalesce(p_users[1], '')
      ORDER BY c.value DESC LIMIT 1));
  END IF;
  IF p_users IS NULL AND p_weights = array_fill(p_weights[1], ARRAY[cardinality(p_weights)]) THEN
    v_old := (
      SELECT c.value FROM clock c WHERE c.queue = p_state.queue AND c.lane = p_lane AND c.user_id = ''
      ORDER BY c.value DESC LIMIT 1);
    v_time := greatest(v_time, v_old);
    DELETE FROM clock c WHERE c.queue = p_state.queue AND c.lane = p_lane AND c.user_id = '' AND c.value = v_old;
    INSERT INTO clock (queue, lane, user_id, value)
    VALUES (p_state.queue, p_lane, '', v_time + cardinality(p_weights) * (5040 / p_weights[1]));
    RETURN ARRAY(SELECT v_time + i * (5040 / p_weights[1]) FROM generate_series(0, cardinality(p_weights) - 1) AS i);
  END IF;
  WITH arrived AS (
    SELECT a.i, coalesce(a.user_id, '') COLLATE "C" AS user_id, 5040 / a.weight AS turn
    FROM unnest(p_users, p_weights) WITH ORDINALITY AS a (user_id, weight, i)
  ), numbered AS (
    SELECT a.i, a.user_id, a.turn,
      coalesce(sum(a.turn) OVER (PARTITION BY a.user_id ORDER BY a.i ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
        AS before,
      CASE WHEN row_number() OVER (PARTITION BY a.user_id ORDER BY a.i) = 1 THEN (
        SELECT c.value FROM clock c WHERE c.queue = p_state.queue AND c.lane = p_lane AND c.user_id = a.user_id
        ORDER BY c.value DESC LIMIT 1) END AS value
    FROM arrived a
  ), tagged AS MATERIALIZED (
    SELECT n.i, n.user_id, n.turn, n.value,
      greatest(v_time, max(n.value) OVER (PARTITION BY n.user_id)) + n.before AS tag
    FROM numbered n
  ), after AS (
    SELECT t.user_id, max(t.value) AS old, max(t.tag + t.turn) AS value FROM tagged t GROUP BY t.user_id
  )
  SELECT (SELECT array_agg(t.tag ORDER BY t.i) FROM tagged t),
    a.users, a.olds, a.values
  INTO v_tags, v_users, v_olds, v_values
  FROM (SELECT array_agg(a.user_id) AS users, array_agg(a.old) AS olds, array_agg(a.value) AS values FROM after a) a;
  DELETE FROM clock c USING unnest(v_users, v_olds) AS u (user_id, value)
  WHERE c.queue = p_state.queue AND c.lane = p_lane AND c.user_id = u.user_id COLLATE "C" AND c.value = u.value;
  INSERT INTO clock (queue, lane, user_id, value)
  SELECT p_state.queue, p_lane, u.user_id, u.value FROM unnest(v_users, v_values) AS u (user_id, value);
  RETURN v_tags;
END
$$;

-- Locks a queue and gives those who have arrived their turns, in order of arrival.
--
-- p_most bounds the work: a caller's transaction may have enqueued a million tasks.
CREATE FUNCTION open_queue(p_queue int, p_most int) RETURNS queue_state LANGUAGE plpgsql AS $$
DECLARE
  v_state queue_state;
  v_settled xid8;
  v_ids text[];
BEGIN
  PERFORM lock_queue(p_queue);
  SELECT s.* INTO v_state FROM queue_state s WHERE s.queue = p_queue ORDER BY s.n DESC LIMIT 1;
  IF v_state.queue IS NULL THEN
    v_state := ROW(p_queue, 0, 0, 0, '{0,0,0,0,0,0}', '{0,0,0,0,0,0}', '{0,0,0,0,0,0}', '{"","","","","",""}',
      '{-1,-1,-1,-1,-1,-1}', '0', false)::queue_state;
  END IF;
  v_state.taken := '{-1,-1,-1,-1,-1,-1}';
  v_state.crowded := false;
  -- Whatever was begun before this is visible to the next statement, or not settled yet.
  v_settled := pg_snapshot_xmin(pg_current_snapshot());
  IF v_state.settled > v_settled THEN
    -- Restored from a dump into a server that counts its transactions from the beginning.
    v_state.settled := '0';
  END IF;
  IF NOT EXISTS (SELECT FROM arrival a WHERE a.queue = p_queue AND a.xid >= v_state.settled) THEN
    RETURN v_state;
  END IF;
  WITH gone AS (
    DELETE FROM arrival a USING (
      SELECT i.xid, i.n FROM arrival i WHERE i.queue = p_queue AND i.xid >= v_state.settled ORDER BY i.xid, i.n
      LIMIT p_most) s
    WHERE a.queue = p_queue AND a.xid = s.xid AND a.n = s.n
    RETURNING a.xid, a.n, a.id)
  SELECT array_agg(g.id ORDER BY g.xid, g.n) INTO v_ids FROM gone g;
  CALL settle(v_state, v_ids);
  v_state.crowded := coalesce(cardinality(v_ids), 0) = p_most;
  IF NOT v_state.crowded THEN
    v_state.settled := v_settled;
  END IF;
  RETURN v_state;
END
$$;

CREATE PROCEDURE settle(INOUT p_state queue_state, p_ids text[]) LANGUAGE plpgsql AS $$
DECLARE
  v_lane record;
  v_tags bigint[];
  v_first bigint;
BEGIN
  FOR v_lane IN
    SELECT level_of(t.priority) AS lane, array_agg(a.id ORDER BY a.i) AS ids, array_agg(t.user_id ORDER BY a.i) AS users,
      array_agg(t.weight ORDER BY a.i) AS weights, min(a.id COLLATE "C") AS least
    FROM unnest(p_ids) WITH ORDINALITY AS a (id, i) JOIN task t ON t.id = a.id COLLATE "C"
    GROUP BY 1 ORDER BY 1
  LOOP
    v_tags := take_turns(p_state, v_lane.lane, v_lane.users, v_lane.weights);
    UPDATE task t SET tag = a.tag FROM unnest(v_lane.ids, v_tags) AS a (id, tag) WHERE t.id = a.id COLLATE "C";
    INSERT INTO ready (queue, lane, tag, id, version, deadline, run, bytes, holds_key)
    SELECT p_state.queue, v_lane.lane, a.tag, a.id, t.version, t.deadline, t.run, t.input_bytes,
      t.unique_key IS NOT NULL AND t.unique_for_ms IS NULL
    FROM unnest(v_lane.ids, v_tags) AS a (id, tag) JOIN task t ON t.id = a.id COLLATE "C";
    v_first := (SELECT min(t.tag) FROM unnest(v_tags) AS t (tag));
    p_state := stands_ready(p_state, v_lane.lane, cardinality(v_tags), v_first, v_lane.least);
  END LOOP;
END
$$;

-- Keeps what a call has changed of a queue.
CREATE FUNCTION close_queue(p_state queue_state) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM queue_state s WHERE s.queue = p_state.queue AND s.n = p_state.n;
  p_state.n := p_state.n + 1;
  INSERT INTO queue_state VALUES (p_state.*);
END
$$;

-- Gives all who have arrived anywhere their turns, before somebody looks at the order.
CREATE FUNCTION settle_all() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_queue int;
  v_state queue_state;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  FOR v_queue IN SELECT DISTINCT a.queue FROM arrival a ORDER BY 1 LOOP
    LOOP
      v_state := open_queue(v_queue, 10000);
      PERFORM close_queue(v_state);
      EXIT WHEN NOT v_state.crowded;
    END LOOP;
  END LOOP;
END
$$;

-- Makes few rows of many, if nobody else is at it.
CREATE FUNCTION fold_tally() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF pg_try_advisory_xact_lock('tally'::regclass::oid::bigint::bit(32)::int, 0) THEN
    WITH gone AS (DELETE FROM tally RETURNING queue, status, tasks, bytes)
    INSERT INTO tally (queue, status, tasks, bytes)
    SELECT g.queue, g.status, sum(g.tasks), sum(g.bytes) FROM gone g GROUP BY 1, 2
    HAVING sum(g.tasks) <> 0 OR sum(g.bytes) <> 0;
  END IF;
END
$$;

-- Tells other processes that listen which tasks changed and which queues have something to claim. A message holds at most
-- 8,000 bytes, so many tasks make several.
CREATE FUNCTION tell(p_process text, p_ids text[], p_queues int[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_queues text;
  v_from int := 1;
  v_most constant int := 250;
BEGIN
  IF NOT EXISTS (SELECT FROM ear e WHERE e.process <> p_process AND e.until > clock_timestamp()) THEN
    RETURN;
  END IF;
  v_queues := coalesce((SELECT string_agg(DISTINCT q.name, ',') FROM queue q WHERE q.ref = ANY (p_queues)), '');
  LOOP
    PERFORM pg_notify(current_schema(),
      p_process || ' ' || v_queues || ' ' || coalesce(array_to_string(p_ids[v_from : v_from + v_most - 1], ','), ''));
    v_from := v_from + v_most;
    v_queues := '';
    EXIT WHEN v_from > coalesce(cardinality(p_ids), 0);
  END LOOP;
END
$$;

-- Goes on with a queue that another part of the same call may have changed.
CREATE PROCEDURE reload_queue(INOUT p_state queue_state) LANGUAGE plpgsql AS $$
DECLARE
  v_taken bigint[] := p_state.taken;
BEGIN
  SELECT s.* INTO p_state FROM queue_state s WHERE s.queue = p_state.queue ORDER BY s.n DESC LIMIT 1;
  p_state.taken := v_taken;
END
$$;
