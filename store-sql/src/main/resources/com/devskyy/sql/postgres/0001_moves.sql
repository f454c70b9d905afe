-- Moves of one task from place to place, with everything that hangs on where it is: turns and floors, counts, payload bytes,
-- unique keys. The ordinary ways (insert, claim, completion) do the same for many tasks at once.
--
-- A move changes the head's fields, which then hold what is stored, and the state of its queue, which the caller keeps.

-- A task about to change: all that its row says but its payload.
CREATE TYPE head AS (
  id text, queue int, status int, priority int, weight int, run int, attempt int, crashes int, version bigint, bytes int,
  due_at bigint, deadline bigint, first_started_at bigint, started_at bigint, ended_at bigint, ended_bytes bigint,
  tag bigint, token bigint, wrote int, user_id text, worker text, cancel_reason text, unique_key text, unique_for_ms bigint,
  error_type text, error_message text, error_detail text);

CREATE FUNCTION head_of(p_id text) RETURNS head LANGUAGE sql STABLE AS $$
  SELECT t.id, t.queue, s.status, t.priority, t.weight, s.run, t.attempt, t.crashes, s.version, t.input_bytes,
    t.due_at, t.deadline, s.first_started_at, s.started_at, s.ended_at, e.bytes,
    t.tag, COALESCE(l.token, e.token, t.token), COALESCE(l.wrote, e.wrote, t.wrote), coalesce(t.user_id, ''), s.worker,
    l.cancel_reason, t.unique_key, t.unique_for_ms, t.error_type, t.error_message, t.error_detail
  FROM task t JOIN seen s ON s.id = t.id LEFT JOIN lease l ON l.id = t.id LEFT JOIN ended e ON e.id = t.id
  WHERE t.id = p_id COLLATE "C"
$$;

CREATE FUNCTION lane_of(h head) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN h.crashes >= 2 THEN 5 ELSE level_of(h.priority) END
$$;

CREATE FUNCTION count_task(p_queue int, p_status int, p_tasks bigint, p_bytes bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO tally (queue, status, tasks, bytes) VALUES (p_queue, p_status, p_tasks, p_bytes)
$$;

-- Takes a task out of the place where it is.
CREATE PROCEDURE leave(INOUT h head, INOUT p_state queue_state) LANGUAGE plpgsql AS $$
BEGIN
  IF h.status = 2 THEN
    DELETE FROM ready r WHERE r.queue = h.queue AND r.lane = lane_of(h) AND r.tag = coalesce(h.tag, 0) AND r.id = h.id COLLATE "C";
    IF FOUND THEN
      p_state := left_ready(p_state, lane_of(h), 1, coalesce(h.tag, 0));
    ELSE
      DELETE FROM arrival a WHERE a.queue = h.queue AND a.id = h.id COLLATE "C";
    END IF;
  ELSIF h.status = 3 THEN
    DELETE FROM lease l WHERE l.id = h.id COLLATE "C";
    h.cancel_reason := NULL;
  ELSIF h.status >= 5 THEN
    DELETE FROM ended e WHERE e.id = h.id COLLATE "C";
    h.ended_at := NULL;
  ELSE
    DELETE FROM due d WHERE d.status = h.status AND d.due_at = h.due_at AND d.id = h.id COLLATE "C";
  END IF;
  h.tag := NULL;
  IF h.deadline IS NOT NULL THEN
    DELETE FROM expiry e WHERE e.deadline = h.deadline AND e.id = h.id COLLATE "C";
  END IF;
  PERFORM count_task(h.queue, h.status, -1, CASE WHEN h.status >= 5 THEN -h.ended_bytes ELSE 0 END);
END
$$;

-- Puts a task in line, due now: with a turn of its user's, or at the head, uncharged.
CREATE PROCEDURE to_line(INOUT h head, INOUT p_state queue_state, p_new_turn boolean) LANGUAGE plpgsql AS $$
BEGIN
  CALL leave(h, p_state);
  CALL enter_line(h, p_state, p_new_turn);
END
$$;

CREATE PROCEDURE enter_line(INOUT h head, INOUT p_state queue_state, p_new_turn boolean) LANGUAGE plpgsql AS $$
DECLARE
  v_lane int := lane_of(h);
BEGIN
  h.status := 2;
  IF v_lane < 5 THEN
    h.tag := CASE WHEN p_new_turn THEN (take_turns(p_state, v_lane, ARRAY[h.user_id], ARRAY[h.weight]))[1]
      ELSE virtual_time(p_state, v_lane) END;
  END IF;
  CALL save(h);
  INSERT INTO ready (queue, lane, tag, id, version, deadline, run, bytes, holds_key)
  VALUES (h.queue, v_lane, coalesce(h.tag, 0), h.id, h.version, h.deadline, h.run, h.bytes,
    h.unique_key IS NOT NULL AND h.unique_for_ms IS NULL);
  p_state := stands_ready(p_state, v_lane, 1, coalesce(h.tag, 0), h.id);
  CALL can_expire(h);
END
$$;

-- Lets a task wait for a time. p_status: scheduled or retrying.
CREATE PROCEDURE to_wait(INOUT h head, INOUT p_state queue_state, p_status int, p_due bigint) LANGUAGE plpgsql AS $$
BEGIN
  CALL leave(h, p_state);
  h.status := p_status;
  h.due_at := p_due;
  CALL save(h);
  INSERT INTO due (status, due_at, id) VALUES (p_status, p_due, h.id);
  CALL can_expire(h);
END
$$;

-- Ends a task in anything but completion; h.error_… say why.
CREATE PROCEDURE to_end(INOUT h head, INOUT p_state queue_state, p_status int, p_now bigint) LANGUAGE plpgsql AS $$
BEGIN
  CALL leave(h, p_state);
  h.status := p_status;
  h.ended_at := p_now;
  h.ended_bytes := h.bytes;
  CALL save(h);
  INSERT INTO ended (id, queue, status, ended_at, bytes, run, version, token, wrote, started_at, worker)
  VALUES (h.id, h.queue, p_status, p_now, h.bytes, h.run, h.version, h.token, h.wrote, h.started_at, h.worker);
  IF h.unique_key IS NOT NULL THEN
    DELETE FROM unique_key k WHERE k.queue = h.queue AND k.value = h.unique_key COLLATE "C" AND k.id = h.id COLLATE "C" AND k.until IS NULL;
  END IF;
END
$$;

CREATE PROCEDURE can_expire(h head) LANGUAGE plpgsql AS $$
BEGIN
  IF h.deadline IS NOT NULL THEN
    INSERT INTO expiry (deadline, id) VALUES (h.deadline, h.id);
  END IF;
END
$$;

-- Writes the head as it is now, and counts it.
CREATE PROCEDURE save(INOUT h head) LANGUAGE plpgsql AS $$
BEGIN
  h.version := h.version + 1;
  UPDATE task t SET status = CASE WHEN h.status IN (0, 1, 4) THEN h.status ELSE 2 END, tag = h.tag, priority = h.priority,
    run = h.run, attempt = h.attempt, crashes = h.crashes, version = h.version, due_at = h.due_at, deadline = h.deadline,
    first_started_at = h.first_started_at, started_at = h.started_at, worker = h.worker, token = h.token, wrote = h.wrote,
    error_type = h.error_type, error_message = h.error_message, error_detail = h.error_detail
  WHERE t.id = h.id COLLATE "C";
  PERFORM count_task(h.queue, h.status, 1, CASE WHEN h.status >= 5 THEN h.bytes ELSE 0 END);
END
$$;

-- Its deadline passed before it could run.
CREATE PROCEDURE expire(INOUT p_state queue_state, p_id text, p_now bigint) LANGUAGE plpgsql AS $$
DECLARE
  h head := head_of(p_id);
BEGIN
  h.error_type := 'Expired';
  h.error_message := format('the deadline %s passed before it could run', instant(h.deadline));
  h.error_detail := '';
  CALL to_end(h, p_state, 8, p_now);
END
$$;

CREATE PROCEDURE cancel(INOUT h head, INOUT p_state queue_state, p_reason text, p_now bigint) LANGUAGE plpgsql AS $$
BEGIN
  h.error_type := 'Cancelled';
  h.error_message := p_reason;
  h.error_detail := '';
  CALL to_end(h, p_state, 7, p_now);
END
$$;

-- Keeps a run that ended in anything but completion; before the move that follows from it.
CREATE PROCEDURE record_run(h head, p_how text, p_type text, p_message text, p_detail text, p_now bigint) LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO run (id, run, attempt, worker, started_at, ended_at, how, error_type, error_message, error_detail)
  VALUES (h.id, h.run, h.attempt, h.worker, h.started_at, p_now, p_how, p_type, p_message, p_detail);
END
$$;

-- A time as people read it: 2026-11-23T21:42:36Z, with milliseconds where there are any.
CREATE FUNCTION instant(p_millis bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT replace(to_char(to_timestamp(p_millis / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '.000Z', 'Z')
$$;

-- Removes ended tasks with all that belongs to them; the caller has taken them out of `ended` and the counts.
CREATE PROCEDURE remove(p_ids text[]) LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM task t WHERE t.id = ANY (p_ids);
  DELETE FROM run r WHERE r.id = ANY (p_ids);
  DELETE FROM step s WHERE s.id = ANY (p_ids);
  DELETE FROM log l WHERE l.id = ANY (p_ids);
  DELETE FROM cost c WHERE c.id = ANY (p_ids);
END
$$;
