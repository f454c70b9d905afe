-- change: does what an operator asks with tasks named by their ids.
--
-- p_change    cancel (p_text reason), bury (p_text, p_message and p_detail of the error), replay, reprioritise (p_number priority) or purge
-- p_status    when given, only those that still are in this status, show this p_error_type if it is given too, and are not
--             yet as wished; the others are left out of the answer (kind 2)
-- kinds       for each: 0 changed, 1 refused for the reason, 2 left out
CREATE FUNCTION change(
  p_process text, p_now bigint, p_ids text[], p_change text, p_text text, p_message text,
  p_detail text, p_number int, p_status int, p_error_type text,
  OUT kinds int[], OUT reasons text[], OUT claimable int[])
LANGUAGE plpgsql AS $$
DECLARE
  v_part record;
  v_state queue_state;
  v_reason text;
  v_users text[];
  v_lanes int[];
  v_changed text[] := '{}';
  h head;
  i int;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  kinds := array_fill(1, ARRAY[cardinality(p_ids)]);
  reasons := array_fill('no such task'::text, ARRAY[cardinality(p_ids)]);
  claimable := '{}';
  FOR v_part IN
    SELECT DISTINCT t.queue FROM task t WHERE t.id = ANY (p_ids) ORDER BY 1
  LOOP
    PERFORM lock_queue(v_part.queue);
  END LOOP;
  -- Attempts that end now have ended, or must wait until we are done.
  PERFORM FROM lease l WHERE l.id = ANY (p_ids) ORDER BY l.id FOR UPDATE;
  PERFORM FROM ended e WHERE e.id = ANY (p_ids) ORDER BY e.id FOR UPDATE;
  FOR v_part IN
    SELECT t.queue, array_agg(a.i ORDER BY a.i) AS places
    FROM unnest(p_ids) WITH ORDINALITY AS a (id, i) JOIN task t ON t.id = a.id COLLATE "C" GROUP BY t.queue ORDER BY t.queue
  LOOP
    v_state := open_queue(v_part.queue, 1000000);
    v_users := '{}';
    v_lanes := '{}';
    FOREACH i IN ARRAY v_part.places LOOP
      h := head_of(p_ids[i]);
      CONTINUE WHEN h.id IS NULL;
      IF p_status IS NOT NULL AND (h.status <> p_status OR h.error_type IS DISTINCT FROM coalesce(p_error_type, h.error_type)
          OR (p_change = 'cancel' AND h.cancel_reason IS NOT NULL) OR (p_change = 'reprioritise' AND h.priority = p_number)) THEN
        kinds[i] := 2;
        CONTINUE;
      END IF;
      IF p_change IN ('cancel', 'bury') AND h.status = 2 AND lane_of(h) < 5 THEN
        v_users := v_users || h.user_id;
        v_lanes := v_lanes || lane_of(h);
      END IF;
      v_reason := NULL;
      CASE p_change
        WHEN 'cancel' THEN
          CALL cancel_task(h, v_state, p_text, p_now, v_reason);
        WHEN 'bury' THEN
          CALL bury_task(h, v_state, p_text, p_message, p_detail, p_now, v_reason);
        WHEN 'replay' THEN
          CALL replay_task(h, v_state, p_now, v_reason);
        WHEN 'reprioritise' THEN
          CALL reprioritise_task(h, v_state, p_number, v_reason);
        WHEN 'purge' THEN
          CALL purge_task(h, v_reason);
      END CASE;
      reasons[i] := v_reason;
      IF v_reason IS NULL THEN
        kinds[i] := 0;
        v_changed := v_changed || h.id;
        IF h.status = 2 THEN
          claimable := claimable || h.queue;
        END IF;
      END IF;
    END LOOP;
    CALL drop_clocks(v_state, v_users, v_lanes);
    PERFORM close_queue(v_state);
  END LOOP;
  PERFORM tell(p_process, v_changed, claimable);
END
$$;

CREATE FUNCTION status_name(p_status int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['waiting', 'scheduled', 'queued', 'processing', 'retrying', 'completed', 'failed', 'cancelled', 'expired'])[p_status + 1]
$$;

CREATE PROCEDURE cancel_task(INOUT h head, INOUT p_state queue_state, p_text text, p_now bigint, INOUT p_reason text) LANGUAGE plpgsql AS $$
BEGIN
  IF h.status >= 5 THEN
    p_reason := 'is ' || status_name(h.status);
  ELSIF h.status = 3 THEN
    UPDATE lease l SET cancel_reason = p_text, version = l.version + 1 WHERE l.id = h.id COLLATE "C" AND l.cancel_reason IS NULL;
  ELSE
    CALL cancel(h, p_state, p_text, p_now);
  END IF;
END
$$;

CREATE PROCEDURE bury_task(
  INOUT h head, INOUT p_state queue_state, p_type text, p_message text, p_detail text, p_now bigint, INOUT p_reason text)
LANGUAGE plpgsql AS $$
BEGIN
  IF h.status >= 5 OR h.status = 3 THEN
    p_reason := 'is ' || status_name(h.status);
  ELSE
    h.error_type := p_type;
    h.error_message := p_message;
    h.error_detail := p_detail;
    CALL to_end(h, p_state, 6, p_now);
  END IF;
END
$$;

-- Drops the clocks of users who have no task ready any more in a lane where one of theirs was taken away. Looks at so many
-- tasks of a lane only: a user not met among them keeps his clock when there are more.
CREATE PROCEDURE drop_clocks(p_state queue_state, p_users text[], p_lanes int[]) LANGUAGE plpgsql AS $$
DECLARE
  v_lane record;
  v_seen bigint;
  v_met text[];
BEGIN
  FOR v_lane IN
    SELECT a.lane, array_agg(DISTINCT a.user_id) AS users FROM unnest(p_users, p_lanes) AS a (user_id, lane) GROUP BY a.lane
  LOOP
    SELECT count(*), array_agg(DISTINCT w.user_id) FILTER (WHERE w.user_id = ANY (v_lane.users)) INTO v_seen, v_met
    FROM (
      SELECT coalesce(t.user_id, '') AS user_id FROM ready r JOIN task t ON t.id = r.id
      WHERE r.queue = p_state.queue AND r.lane = v_lane.lane
        AND (r.tag, r.id) >= (p_state.low_tags[v_lane.lane + 1], p_state.low_ids[v_lane.lane + 1])
      ORDER BY r.tag, r.id LIMIT 10000) w;
    IF v_seen < 10000 THEN
      DELETE FROM clock c WHERE c.queue = p_state.queue AND c.lane = v_lane.lane AND c.user_id = ANY (v_lane.users)
        AND NOT c.user_id = ANY (coalesce(v_met, '{}'));
    END IF;
  END LOOP;
END
$$;

CREATE PROCEDURE replay_task(INOUT h head, INOUT p_state queue_state, p_now bigint, INOUT p_reason text) LANGUAGE plpgsql AS $$
DECLARE
  v_holder text;
BEGIN
  IF h.status <= 5 THEN
    p_reason := 'is ' || status_name(h.status);
    RETURN;
  END IF;
  IF h.unique_key IS NOT NULL THEN
    SELECT k.id INTO v_holder FROM unique_key k
    WHERE k.queue = h.queue AND k.value = h.unique_key COLLATE "C" AND (k.until IS NULL OR k.until > p_now);
    IF v_holder <> h.id THEN
      p_reason := format('unique key "%s" is held by task %s', h.unique_key, v_holder);
      RETURN;
    END IF;
    -- A period began when the task was inserted and does not begin anew.
    IF h.unique_for_ms IS NULL THEN
      INSERT INTO unique_key (queue, value, id, until) VALUES (h.queue, h.unique_key, h.id, NULL)
      ON CONFLICT (queue, value) DO UPDATE SET id = excluded.id, until = NULL;
    END IF;
  END IF;
  DELETE FROM step s WHERE s.id = h.id COLLATE "C" AND s.value IS NULL;
  h.attempt := 1;
  h.crashes := 0;
  h.error_type := NULL;
  h.error_message := NULL;
  h.error_detail := NULL;
  h.first_started_at := NULL;
  h.due_at := p_now;
  IF h.deadline <= p_now THEN
    h.deadline := NULL;
  END IF;
  CALL to_line(h, p_state, true);
END
$$;

CREATE PROCEDURE reprioritise_task(INOUT h head, INOUT p_state queue_state, p_priority int, INOUT p_reason text) LANGUAGE plpgsql AS $$
BEGIN
  IF h.status >= 5 OR h.status = 3 THEN
    p_reason := 'is ' || status_name(h.status);
  ELSIF h.priority = p_priority THEN
    RETURN;
  ELSIF h.status = 2 AND h.crashes < 2 AND level_of(h.priority) <> level_of(p_priority) THEN
    CALL reline(h, p_state, p_priority);
  ELSE
    PERFORM count_task(h.queue, h.status, -1, 0);
    h.priority := p_priority;
    CALL save(h);
    IF h.status = 2 THEN
      UPDATE ready r SET version = h.version
      WHERE r.queue = h.queue AND r.lane = lane_of(h) AND r.tag = coalesce(h.tag, 0) AND r.id = h.id COLLATE "C";
    END IF;
  END IF;
END
$$;

-- From one level to another.
CREATE PROCEDURE reline(INOUT h head, INOUT p_state queue_state, p_priority int) LANGUAGE plpgsql AS $$
BEGIN
  CALL leave(h, p_state);
  h.priority := p_priority;
  CALL enter_line(h, p_state, true);
END
$$;

CREATE PROCEDURE purge_task(h head, INOUT p_reason text) LANGUAGE plpgsql AS $$
BEGIN
  IF h.status < 5 THEN
    p_reason := 'is ' || status_name(h.status);
    RETURN;
  END IF;
  DELETE FROM ended e WHERE e.id = h.id COLLATE "C";
  PERFORM count_task(h.queue, h.status, -1, -h.ended_bytes);
  CALL remove(ARRAY[h.id]);
END
$$;

-- pause: stops or allows claims from a queue.
CREATE FUNCTION pause(p_process text, p_queue int, p_paused boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM lock_queue(p_queue);
  UPDATE queue q SET paused = p_paused WHERE q.ref = p_queue;
  IF NOT p_paused THEN
    PERFORM tell(p_process, NULL, ARRAY[p_queue]);
  END IF;
END
$$;
