-- Tasks taken out of `ready`, with what their leases repeat of them.
CREATE TYPE picks AS (
  ids text[], places tid[], queues int[], runs int[], versions bigint[], bytes int[], holds_key boolean[], suspect boolean[]);

-- claim: takes the next tasks of some queues and leases them. Atomic: no task is ever taken without a lease.
--
-- p_queues   asked for, in the order in which they are served one task each; p_slots, for each the most it may give
-- p_token    of the leases of this claim, which task and run tell apart
-- rows: what 1  a task to run, in order, with its lease; 2 the worker shall drain; 3 a task that was past its deadline;
--            4  a lease that the same request was given before
--
-- The commit does not wait for the disk: power that fails takes the worker with it, and the task waits as if never claimed.
CREATE FUNCTION claim(
  p_process text, p_worker text, p_n bigint, p_queues int[], p_slots int[], p_total int, p_max_bytes bigint, p_idle boolean,
  p_now bigint, p_lease_ms bigint, p_token bigint)
RETURNS TABLE (
  what int, id text, run int, token bigint, until bigint, suspect boolean, queue int, priority int, attempt int, crashes int,
  created_at bigint, due_at bigint, version bigint, user_id text, tier text, deadline bigint, first_started_at bigint,
  parent text, error_type text, error_message text, error_detail text, input bytea, run_limit_ms bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_last given;
  v_queues int[];
  v_slots int[];
  v_states queue_state[];
  v_state queue_state;
  v_queue int;
  v_suspects boolean := false;
  v_picks picks;
  v_expired text[] := '{}';
  v_ids text[];
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  -- The same request may be on its way twice, when its connection broke.
  PERFORM pg_advisory_xact_lock('given'::regclass::oid::bigint::bit(32)::int, hashtext(p_worker));
  SELECT g.* INTO v_last FROM given g WHERE g.worker = p_worker ORDER BY g.n DESC LIMIT 1;
  IF FOUND AND p_n <= v_last.n THEN
    IF p_n = v_last.n THEN
      IF v_last.drain THEN
        what := 2;
        RETURN NEXT;
      END IF;
      FOR id, run, token, until, suspect IN
        SELECT l.id, l.run, l.token, l.until, l.suspect FROM lease l WHERE l.worker = p_worker AND l.claim = p_n
      LOOP
        what := 4;
        RETURN NEXT;
      END LOOP;
    END IF;
    RETURN;
  END IF;

  -- A look without locks: nearly every question of an idle worker ends here.
  SELECT array_agg(a.queue ORDER BY a.i), array_agg(a.slots ORDER BY a.i) INTO v_queues, v_slots
  FROM unnest(p_queues, p_slots) WITH ORDINALITY AS a (queue, slots, i)
    LEFT JOIN LATERAL (
      SELECT s.waiting, s.settled FROM queue_state s WHERE s.queue = a.queue ORDER BY s.n DESC LIMIT 1) s ON true
  WHERE a.slots > 0 AND (
    0 < ANY (s.waiting)
    OR EXISTS (SELECT FROM arrival r WHERE r.queue = a.queue AND r.xid >= coalesce(s.settled, '0'::xid8)));
  IF v_queues IS NULL THEN
    RETURN;
  END IF;
  FOR v_queue IN SELECT q FROM unnest(v_queues) AS q ORDER BY 1 LOOP
    PERFORM lock_queue(v_queue);
  END LOOP;
  SELECT array_agg(a.queue ORDER BY a.i), array_agg(a.slots ORDER BY a.i) INTO v_queues, v_slots
  FROM unnest(v_queues, v_slots) WITH ORDINALITY AS a (queue, slots, i) JOIN queue q ON q.ref = a.queue
  WHERE NOT q.paused;
  IF v_queues IS NULL THEN
    RETURN;
  END IF;
  FOR k IN 1 .. cardinality(v_queues) LOOP
    v_state := open_queue(v_queues[k], 10000);
    v_states[k] := v_state;
    v_suspects := v_suspects OR v_state.waiting[6] > 0;
  END LOOP;

  v_picks := ROW('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')::picks;
  IF v_suspects AND may_handle_suspect(p_worker, p_now, p_lease_ms) THEN
    IF NOT p_idle THEN
      UPDATE store SET chosen_worker = p_worker, chosen_at = p_now;
      PERFORM remember_claim(p_worker, v_last.n, p_n, true, p_now);
      FOR k IN 1 .. cardinality(v_queues) LOOP
        PERFORM close_queue(v_states[k]);
      END LOOP;
      what := 2;
      RETURN NEXT;
      RETURN;
    END IF;
    CALL take_suspect(v_states, v_picks, v_expired, p_now);
  END IF;
  IF cardinality(v_picks.ids) = 0 THEN
    CALL take_in_turn(v_states, v_picks, v_expired, v_slots, p_total, p_max_bytes, p_now);
  ELSE
    UPDATE store SET chosen_worker = NULL, chosen_at = 0;
  END IF;
  FOR k IN 1 .. cardinality(v_queues) LOOP
    PERFORM close_queue(v_states[k]);
  END LOOP;

  v_ids := v_picks.ids;
  IF cardinality(v_ids) > 0 THEN
    DELETE FROM ready r WHERE r.ctid = ANY (v_picks.places);
    INSERT INTO lease (id, queue, run, token, until, wrote, version, holds_key, suspect, bytes, started_at, claim, worker)
    SELECT a.id, a.queue, a.run + 1, p_token, p_now + p_lease_ms, 0, a.version + 1, a.holds_key, a.suspect, a.bytes, p_now,
      p_n, p_worker
    FROM unnest(v_ids, v_picks.queues, v_picks.runs, v_picks.versions, v_picks.holds_key, v_picks.suspect, v_picks.bytes)
      AS a (id, queue, run, version, holds_key, suspect, bytes);
    IF cardinality(v_queues) = 1 THEN
      INSERT INTO tally (queue, status, tasks, bytes)
      VALUES (v_queues[1], 2, -cardinality(v_ids), 0), (v_queues[1], 3, cardinality(v_ids), 0);
    ELSE
      INSERT INTO tally (queue, status, tasks, bytes)
      SELECT a.queue, s.status, s.sign * count(*), 0
      FROM unnest(v_picks.queues) AS a (queue) CROSS JOIN (VALUES (2, -1), (3, 1)) AS s (status, sign) GROUP BY 1, 2, s.sign;
    END IF;
    PERFORM remember_claim(p_worker, v_last.n, p_n, false, p_now);
    RETURN QUERY
    SELECT 1, t.id, t.run + 1, p_token, p_now + p_lease_ms, t.crashes >= 2, t.queue, t.priority, t.attempt,
      t.crashes, t.created_at, t.due_at, t.version + 1, t.user_id, t.tier, t.deadline, coalesce(t.first_started_at, p_now),
      t.parent, t.error_type, t.error_message, t.error_detail, t.input, t.run_limit_ms
    FROM unnest(v_ids) WITH ORDINALITY AS a (id, i) JOIN task t ON t.id = a.id COLLATE "C"
    ORDER BY a.i;
    -- What runs no longer expires. Most tasks have no deadline.
    IF EXISTS (SELECT FROM expiry) THEN
      DELETE FROM expiry e USING task t WHERE t.id = ANY (v_ids) AND e.deadline = t.deadline AND e.id = t.id;
    END IF;
  END IF;
  FOREACH id IN ARRAY v_expired LOOP
    what := 3;
    RETURN NEXT;
  END LOOP;
  PERFORM tell(p_process, v_ids || v_expired, NULL);
END
$$;

CREATE FUNCTION remember_claim(p_worker text, p_before bigint, p_n bigint, p_drain boolean, p_now bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM given g WHERE g.worker = p_worker COLLATE "C" AND g.n = p_before;
  INSERT INTO given (worker, n, drain, at) VALUES (p_worker, p_n, p_drain, p_now);
END
$$;

-- At most one suspect is handled at a time in the whole store: none runs and no other worker was chosen a moment ago.
CREATE FUNCTION may_handle_suspect(p_worker text, p_now bigint, p_lease_ms bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_store store;
BEGIN
  SELECT s.* INTO v_store FROM store s FOR UPDATE;
  RETURN NOT (v_store.chosen_worker IS NOT NULL AND v_store.chosen_worker <> p_worker AND v_store.chosen_at + p_lease_ms > p_now)
    AND NOT EXISTS (SELECT FROM lease l WHERE l.suspect);
END
$$;

-- Takes the suspect with the least id of all queues; ends those on the way that are past their deadline.
CREATE PROCEDURE take_suspect(INOUT p_states queue_state[], INOUT p_picks picks, INOUT p_expired text[], p_now bigint) LANGUAGE plpgsql AS $$
DECLARE
  v_first record;
  v_state queue_state;
BEGIN
  LOOP
    SELECT a.k, a.queue, r.ctid AS place, r.id, r.run, r.version, r.bytes, r.holds_key, r.deadline INTO v_first
    FROM (SELECT s.*, row_number() OVER () AS k FROM unnest(p_states) AS s) AS a
      CROSS JOIN LATERAL (
        SELECT x.ctid, x.* FROM ready x WHERE x.queue = a.queue AND x.lane = 5 AND (x.tag, x.id) >= (0, a.low_ids[6])
        ORDER BY x.tag, x.id LIMIT 1) r
    WHERE a.waiting[6] > 0
    ORDER BY r.id LIMIT 1;
    IF NOT FOUND THEN
      RETURN;
    END IF;
    v_state := p_states[v_first.k];
    IF v_first.deadline <= p_now THEN
      CALL expire(v_state, v_first.id, p_now);
      p_expired := p_expired || v_first.id;
      p_states[v_first.k] := v_state;
    ELSE
      v_state.low_ids[6] := v_first.id;
      v_state := left_ready(v_state, 5, 1, 0);
      p_states[v_first.k] := v_state;
      p_picks := ROW(ARRAY[v_first.id], ARRAY[v_first.place], ARRAY[v_first.queue], ARRAY[v_first.run], ARRAY[v_first.version],
        ARRAY[v_first.bytes], ARRAY[v_first.holds_key], ARRAY[true])::picks;
      RETURN;
    END IF;
  END LOOP;
END
$$;

-- Takes tasks by LevelTurns and tags, one of each queue, round and round.
CREATE PROCEDURE take_in_turn(
  INOUT p_states queue_state[], INOUT p_picks picks, INOUT p_expired text[], p_slots int[], p_total int, p_max_bytes bigint, p_now bigint)
LANGUAGE plpgsql AS $$
DECLARE
  v_count int := cardinality(p_states);
  v_left int[] := p_slots;
  v_given int := 0;
  v_bytes bigint := 0;
  v_open int := v_count;
  v_state queue_state;
  v_lane int;
  v_higher int;
  v_turn boolean;
  v_chunk int;
  -- Candidates, and for each lane of each queue (6 * (queue - 1) + lane + 1) which of them are its own and not yet taken.
  c picks := p_picks;
  v_tags bigint[] := '{}';
  v_deadlines bigint[] := '{}';
  v_from int[] := array_fill(1, ARRAY[6 * v_count]);
  v_upto int[] := array_fill(0, ARRAY[6 * v_count]);
  v_last text[] := array_fill(NULL::text, ARRAY[6 * v_count]); -- picked last of each lane, where the next look begins
  v_next int[] := '{}'; -- the candidates that were picked, in order
  s int;
  i int;
  m record;
BEGIN
  -- One queue with one level that has tasks: no turns to take.
  IF v_count = 1 THEN
    v_state := p_states[1];
    v_lane := only_lane(v_state.waiting);
    IF v_lane IS NOT NULL THEN
      m := NULL;
      SELECT array_agg(x.id) AS ids, array_agg(x.ctid) AS places, array_agg(x.queue) AS queues, array_agg(x.run) AS runs,
        array_agg(x.version) AS versions, array_agg(x.bytes) AS bytes, array_agg(x.holds_key) AS holds_key,
        max(x.tag) AS tag, sum(x.bytes) AS sum, min(x.deadline) AS deadline, count(*)::int AS count
      INTO m FROM (
        SELECT r.ctid, r.* FROM ready r
        WHERE r.queue = v_state.queue AND r.lane = v_lane
          AND (r.tag, r.id) >= (v_state.low_tags[v_lane + 1], v_state.low_ids[v_lane + 1])
        ORDER BY r.tag, r.id LIMIT least(p_slots[1], p_total)) x;
      IF (m.deadline IS NULL OR m.deadline > p_now) AND m.sum < p_max_bytes THEN
        p_picks := ROW(m.ids, m.places, m.queues, m.runs, m.versions, m.bytes, m.holds_key,
          array_fill(false, ARRAY[m.count]))::picks;
        v_state.starts := (v_state.starts + m.count) % 16;
        v_state.low_tags[v_lane + 1] := m.tag;
        v_state.low_ids[v_lane + 1] := m.ids[m.count];
        v_state := left_ready(v_state, v_lane, m.count, m.tag);
        p_states[1] := v_state;
        RETURN;
      END IF;
    END IF;
  END IF;

  WHILE v_open > 0 AND v_given < p_total AND (v_given = 0 OR v_bytes < p_max_bytes) LOOP
    FOR k IN 1 .. v_count LOOP
      CONTINUE WHEN v_left[k] = 0;
      EXIT WHEN v_given = p_total OR (v_given > 0 AND v_bytes >= p_max_bytes);
      v_state := p_states[k];
      LOOP
        v_higher := highest(v_state.waiting, 5);
        IF v_higher IS NULL THEN
          v_left[k] := 0;
          v_open := v_open - 1;
          EXIT;
        END IF;
        -- LevelTurns: every 16th start goes round the lower levels.
        v_turn := false;
        v_lane := v_higher;
        IF v_state.starts = 15 THEN
          v_lane := coalesce(highest(v_state.waiting, least(v_state.last_lower, v_higher)), highest(v_state.waiting, v_higher), v_higher);
          v_turn := v_lane <> v_higher;
        END IF;
        s := 6 * (k - 1) + v_lane + 1;
        IF v_from[s] > v_upto[s] THEN
          v_chunk := least(v_left[k], p_total - v_given);
          IF v_lane < v_higher THEN
            v_chunk := v_chunk / 16 + 1;
          END IF;
          SELECT array_agg(x.id) AS ids, array_agg(x.ctid) AS places, array_agg(x.queue) AS queues, array_agg(x.run) AS runs,
            array_agg(x.version) AS versions, array_agg(x.bytes) AS bytes, array_agg(x.holds_key) AS holds_key,
            array_agg(x.tag) AS tags, array_agg(x.deadline) AS deadlines, count(*)::int AS count
          INTO m FROM (
            SELECT r.ctid, r.* FROM ready r
            WHERE r.queue = v_state.queue AND r.lane = v_lane
              AND (r.tag, r.id) >= (v_state.low_tags[v_lane + 1], v_state.low_ids[v_lane + 1])
              AND r.id IS DISTINCT FROM v_last[s]
            ORDER BY r.tag, r.id LIMIT v_chunk) x;
          v_from[s] := cardinality(c.ids) + 1;
          c := ROW(c.ids || m.ids, c.places || m.places, c.queues || m.queues, c.runs || m.runs, c.versions || m.versions,
            c.bytes || m.bytes, c.holds_key || m.holds_key, c.suspect || array_fill(false, ARRAY[m.count]))::picks;
          v_tags := v_tags || m.tags;
          v_deadlines := v_deadlines || m.deadlines;
          v_upto[s] := cardinality(c.ids);
        END IF;
        i := v_from[s];
        v_from[s] := i + 1;
        IF v_deadlines[i] <= p_now THEN
          -- Counts as no start.
          CALL expire(v_state, c.ids[i], p_now);
          p_expired := p_expired || c.ids[i];
          CONTINUE;
        END IF;
        IF v_turn THEN
          v_state.last_lower := v_lane;
        END IF;
        v_state.starts := (v_state.starts + 1) % 16;
        v_state.low_tags[v_lane + 1] := v_tags[i];
        v_state.low_ids[v_lane + 1] := c.ids[i];
        v_last[s] := c.ids[i];
        v_state := left_ready(v_state, v_lane, 1, v_tags[i]);
        v_next := v_next || i;
        v_given := v_given + 1;
        v_bytes := v_bytes + c.bytes[i];
        v_left[k] := v_left[k] - 1;
        IF v_left[k] = 0 THEN
          v_open := v_open - 1;
        END IF;
        EXIT;
      END LOOP;
      p_states[k] := v_state;
    END LOOP;
  END LOOP;
  SELECT coalesce(array_agg(c.ids[p]), '{}'), coalesce(array_agg(c.places[p]), '{}'), coalesce(array_agg(c.queues[p]), '{}'),
    coalesce(array_agg(c.runs[p]), '{}'), coalesce(array_agg(c.versions[p]), '{}'), coalesce(array_agg(c.bytes[p]), '{}'),
    coalesce(array_agg(c.holds_key[p]), '{}'), coalesce(array_agg(c.suspect[p]), '{}')
  INTO p_picks FROM unnest(v_next) AS p;
END
$$;

-- The highest level below p_below in which tasks wait; absent when there is none.
CREATE FUNCTION highest(p_waiting bigint[], p_below int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  FOR lane IN REVERSE p_below - 1 .. 0 LOOP
    IF p_waiting[lane + 1] > 0 THEN
      RETURN lane;
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;

-- The only level in which tasks wait; absent when there are none or several.
CREATE FUNCTION only_lane(p_waiting bigint[]) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_highest int := highest(p_waiting, 5);
BEGIN
  RETURN CASE WHEN v_highest IS NOT NULL AND highest(p_waiting, coalesce(v_highest, 0)) IS NULL THEN v_highest END;
END
$$;

-- extend: renews leases; answers in the order of the ids. The commit does not wait for the disk.
CREATE FUNCTION extend(p_ids text[], p_runs int[], p_tokens bigint[], p_until bigint, OUT held boolean[], OUT cancel boolean[])
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM FROM lease l WHERE l.id = ANY (p_ids) ORDER BY l.id FOR UPDATE;
  UPDATE lease l SET until = p_until FROM (SELECT DISTINCT a.id, a.run, a.token FROM unnest(p_ids, p_runs, p_tokens) AS a (id, run, token)) a
  WHERE l.id = a.id COLLATE "C" AND l.run = a.run AND l.token = a.token;
  SELECT array_agg(l.id IS NOT NULL ORDER BY a.i), array_agg(l.cancel_reason IS NOT NULL ORDER BY a.i) INTO held, cancel
  FROM unnest(p_ids, p_runs, p_tokens) WITH ORDINALITY AS a (id, run, token, i)
    LEFT JOIN lease l ON l.id = a.id COLLATE "C" AND l.run = a.run AND l.token = a.token;
END
$$;
