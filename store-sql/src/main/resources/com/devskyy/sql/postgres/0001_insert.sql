-- insert_tasks: stores new tasks, all or none, and gives those that are due their turns.
--
-- p_within   in a transaction of the caller's own, which may last: so no lock is taken; what is due arrives, and whoever
--            holds the queue next gives it its turn. The same happens to a few tasks when their queue is busy at the
--            moment: many producers need not wait for each other. For many tasks waiting costs less than arriving.
-- p_careful  ids may repeat or there are unique keys: decide one by one
-- p_child    stored however many dead letters there are
-- kinds      absent when all were stored, else for each 0 stored, 1 known, 2 duplicate of its holder
--
-- When somebody has just stored one of the same ids, this fails with a unique violation and can be called again.
--
-- With p_within false the commit does not wait for the disk, so that locks are held as short as can be: call flush after it.
CREATE FUNCTION insert_tasks(
  p_now bigint, p_within boolean, p_careful boolean, p_child boolean, p_dead_letter_bytes bigint, p_process text,
  p_ids text[], p_queues int[], p_levels int[], p_priorities int[], p_weights int[], p_inputs bytea[],
  p_users text[], p_tiers text[], p_dues bigint[], p_deadlines bigint[], p_run_limits bigint[],
  p_keys text[], p_key_ms bigint[], p_parents text[],
  OUT kinds int[], OUT holders text[])
LANGUAGE plpgsql
SET search_path FROM CURRENT SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  v_count int := cardinality(p_ids);
  v_known text[];
  v_tags bigint[];
  v_stored int;
  v_queue int;
  v_lane record;
  v_lane_tags bigint[];
  v_state queue_state;
  v_due int[];
  v_least text;
  v_first bigint; -- the least of some tags
  v_alike boolean;
  v_queues int[];
  v_locked int[] := '{}'; -- queues whose lock is ours
BEGIN
  IF NOT p_within THEN
    PERFORM set_config('synchronous_commit', 'off', true);
    v_queues := CASE WHEN v_count = 1 THEN p_queues ELSE ARRAY(SELECT DISTINCT q FROM unnest(p_queues) AS q ORDER BY 1) END;
    FOREACH v_queue IN ARRAY v_queues LOOP
      IF v_count >= 20 THEN
        PERFORM lock_queue(v_queue);
        v_locked := v_locked || v_queue;
      ELSIF try_lock_queue(v_queue) THEN
        v_locked := v_locked || v_queue;
      END IF;
    END LOOP;
  END IF;
  IF p_careful THEN
    SELECT d.kinds, d.holders INTO kinds, holders FROM decide(p_now, p_ids, p_queues, p_keys, p_key_ms) d;
  ELSE
    -- Ids grow, so that most are greater than any there is: no need to look for those.
    v_least := CASE WHEN v_count = 1 THEN p_ids[1] ELSE (SELECT min(i.id COLLATE "C") FROM unnest(p_ids) AS i (id)) END;
    IF v_least COLLATE "C" <= (SELECT t.id FROM task t ORDER BY t.id DESC LIMIT 1) THEN
      SELECT array_agg(t.id) INTO v_known FROM task t WHERE t.id = ANY (p_ids);
    END IF;
    IF v_known IS NOT NULL THEN
      kinds := (SELECT array_agg(CASE WHEN a.id = ANY (v_known) THEN 1 ELSE 0 END ORDER BY a.i)
        FROM unnest(p_ids) WITH ORDINALITY AS a (id, i));
    END IF;
  END IF;
  v_stored := CASE WHEN kinds IS NULL THEN v_count ELSE cardinality(array_positions(kinds, 0)) END;
  IF v_stored = 0 THEN
    RETURN;
  END IF;
  IF NOT p_child AND (SELECT coalesce(sum(t.bytes), 0) FROM tally t WHERE t.status = 6) >= p_dead_letter_bytes THEN
    RAISE EXCEPTION 'failed tasks hold % bytes',
      (SELECT coalesce(sum(t.bytes), 0) FROM tally t WHERE t.status = 6) USING ERRCODE = 'DSFUL';
  END IF;

  v_tags := array_fill(NULL::bigint, ARRAY[v_count]);
  -- Nearly always all go to one level of one queue.
  v_alike := NOT p_careful AND kinds IS NULL AND p_dues IS NULL AND p_queues = array_fill(p_queues[1], ARRAY[v_count])
    AND p_levels = array_fill(p_levels[1], ARRAY[v_count]);
  FOREACH v_queue IN ARRAY v_locked LOOP
    v_state := open_queue(v_queue, 10000);
    IF v_state.crowded THEN
      -- Others are before us and too many for one call.
      PERFORM close_queue(v_state);
      CONTINUE;
    END IF;
    IF v_alike THEN
      v_tags := take_turns(v_state, p_levels[1], p_users, p_weights);
      v_first := (SELECT min(t.tag) FROM unnest(v_tags) AS t (tag));
      v_state := stands_ready(v_state, p_levels[1], v_count, v_first, v_least);
      PERFORM close_queue(v_state);
      CONTINUE;
    END IF;
    FOR v_lane IN
      SELECT a.lane, array_agg(a.i) AS places, array_agg(a.user_id) AS users, array_agg(a.weight) AS weights,
        min(a.id COLLATE "C") AS least
      FROM unnest(p_queues, p_levels, p_ids, p_users, p_weights, p_dues, kinds) WITH ORDINALITY
        AS a (queue, lane, id, user_id, weight, due, kind, i)
      WHERE a.queue = v_queue AND coalesce(a.kind, 0) = 0 AND coalesce(a.due, p_now) <= p_now
      GROUP BY a.lane ORDER BY a.lane
    LOOP
      v_lane_tags := take_turns(v_state, v_lane.lane, v_lane.users, v_lane.weights);
      IF cardinality(v_lane_tags) = v_count THEN
        v_tags := v_lane_tags;
      ELSE
        FOR k IN 1 .. cardinality(v_lane_tags) LOOP
          v_tags[v_lane.places[k]] := v_lane_tags[k];
        END LOOP;
      END IF;
      v_first := (SELECT min(t.tag) FROM unnest(v_lane_tags) AS t (tag));
      v_state := stands_ready(v_state, v_lane.lane, cardinality(v_lane_tags), v_first, v_lane.least);
    END LOOP;
    PERFORM close_queue(v_state);
  END LOOP;

  INSERT INTO task (id, queue, status, tag, priority, weight, run, attempt, crashes, version, input_bytes, created_at, due_at,
    user_id, tier, parent, deadline, run_limit_ms, unique_key, unique_for_ms, input)
  SELECT a.id, a.queue, CASE WHEN coalesce(a.due, p_now) <= p_now THEN 2 ELSE 1 END, a.tag, a.priority, a.weight, 0, 1, 0, 1,
    length(a.input), p_now, coalesce(a.due, p_now), a.user_id, a.tier, a.parent, a.deadline, a.run_limit_ms, a.key, a.key_ms, a.input
  FROM unnest(p_ids, p_queues, p_priorities, p_weights, p_inputs, p_users, p_tiers, p_dues, p_deadlines,
    p_run_limits, p_keys, p_key_ms, p_parents, kinds, v_tags)
    AS a (id, queue, priority, weight, input, user_id, tier, due, deadline, run_limit_ms, key, key_ms, parent, kind, tag)
  WHERE coalesce(a.kind, 0) = 0;
  INSERT INTO ready (queue, lane, tag, id, version, deadline, run, bytes, holds_key)
  SELECT a.queue, a.lane, a.tag, a.id, 1, a.deadline, 0, length(a.input), a.key IS NOT NULL AND a.key_ms IS NULL
  FROM unnest(p_ids, p_queues, p_levels, p_inputs, p_deadlines, p_keys, p_key_ms, v_tags)
    AS a (id, queue, lane, input, deadline, key, key_ms, tag)
  WHERE a.tag IS NOT NULL;
  IF NOT v_alike OR v_tags[1] IS NULL THEN
    INSERT INTO arrival (queue, id)
    SELECT a.queue, a.id FROM unnest(p_ids, p_queues, p_dues, kinds, v_tags) AS a (id, queue, due, kind, tag)
    WHERE coalesce(a.kind, 0) = 0 AND coalesce(a.due, p_now) <= p_now AND a.tag IS NULL;
  END IF;
  IF p_dues IS NOT NULL THEN
    INSERT INTO due (status, due_at, id)
    SELECT 1, a.due, a.id FROM unnest(p_ids, p_dues, kinds) AS a (id, due, kind) WHERE coalesce(a.kind, 0) = 0 AND a.due > p_now;
  END IF;
  IF p_deadlines IS NOT NULL THEN
    INSERT INTO expiry (deadline, id)
    SELECT a.deadline, a.id FROM unnest(p_ids, p_deadlines, kinds) AS a (id, deadline, kind)
    WHERE coalesce(a.kind, 0) = 0 AND a.deadline IS NOT NULL;
  END IF;
  IF v_alike THEN
    INSERT INTO tally (queue, status, tasks, bytes) VALUES (p_queues[1], 2, v_count, 0);
    v_due := p_queues[1:1];
  ELSE
    INSERT INTO tally (queue, status, tasks, bytes)
    SELECT a.queue, CASE WHEN coalesce(a.due, p_now) <= p_now THEN 2 ELSE 1 END, count(*), 0
    FROM unnest(p_queues, p_dues, kinds) AS a (queue, due, kind) WHERE coalesce(a.kind, 0) = 0 GROUP BY 1, 2;
    v_due := ARRAY(SELECT DISTINCT a.queue FROM unnest(p_queues, p_dues, kinds) AS a (queue, due, kind)
      WHERE coalesce(a.kind, 0) = 0 AND coalesce(a.due, p_now) <= p_now);
  END IF;
  PERFORM tell(p_process, p_ids, v_due);
  IF random() < 0.002 AND NOT p_within THEN
    PERFORM fold_tally();
  END IF;
END
$$;

-- What becomes of each new task, one after another; unique keys are taken on the way.
CREATE FUNCTION decide(p_now bigint, p_ids text[], p_queues int[], p_keys text[], p_key_ms bigint[], OUT kinds int[], OUT holders text[])
LANGUAGE plpgsql AS $$
DECLARE
  v_new text[] := '{}';
BEGIN
  kinds := '{}';
  holders := array_fill(NULL::text, ARRAY[cardinality(p_ids)]);
  FOR i IN 1 .. cardinality(p_ids) LOOP
    IF p_ids[i] = ANY (v_new) OR EXISTS (SELECT FROM task t WHERE t.id = p_ids[i]) THEN
      kinds[i] := 1;
      CONTINUE;
    END IF;
    IF p_keys[i] IS NOT NULL THEN
      holders[i] := hold_key(p_now, p_queues[i], p_keys[i], p_ids[i], p_now + p_key_ms[i]);
    END IF;
    IF holders[i] IS NULL THEN
      kinds[i] := 0;
      v_new := v_new || p_ids[i];
    ELSE
      kinds[i] := 2;
    END IF;
  END LOOP;
END
$$;

-- Lets a task hold a unique key, unless another holds it, which is then the answer. p_until: until its end when absent.
CREATE FUNCTION hold_key(p_now bigint, p_queue int, p_value text, p_id text, p_until bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_holder text;
BEGIN
  LOOP
    -- Looked at first, as an upsert locks the row also where it changes nothing: the end of the holder's task would
    -- wait for whoever asks from within a long transaction.
    SELECT k.id INTO v_holder FROM unique_key k
    WHERE k.queue = p_queue AND k.value = p_value AND (k.until IS NULL OR k.until > p_now);
    IF FOUND THEN
      RETURN v_holder;
    END IF;
    INSERT INTO unique_key AS k (queue, value, id, until) VALUES (p_queue, p_value, p_id, p_until)
    ON CONFLICT (queue, value) DO UPDATE SET id = excluded.id, until = excluded.until WHERE k.until <= p_now;
    IF FOUND THEN
      RETURN NULL;
    END IF;
  END LOOP;
END
$$;
