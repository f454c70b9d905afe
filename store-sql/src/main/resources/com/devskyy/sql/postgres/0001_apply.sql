-- apply: writes what attempts have to say; each write is compared with the lease in the statement that takes effect.
-- Answers: 0 applied, 1 already applied, 2 lost.
--
-- The commits do not wait for the disk, so that locks are held as short as can be: call flush after them.

-- complete: when all writes of a call are completions of different tasks, which is nearly always.
CREATE FUNCTION complete(
  p_process text, p_now bigint, p_ids text[], p_runs int[], p_tokens bigint[], p_ns int[], p_results bytea[], OUT answers int[])
LANGUAGE plpgsql AS $$
DECLARE
  v_done text[];
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  v_done := complete_all(p_now, p_ids, p_runs, p_tokens, p_ns, p_results);
  IF coalesce(cardinality(v_done), 0) < cardinality(p_ids) THEN
    answers := (
      SELECT array_agg(CASE WHEN a.id = ANY (v_done) THEN 0 ELSE answer_after_end(a.id, a.run, a.token, a.n) END ORDER BY a.i)
      FROM unnest(p_ids, p_runs, p_tokens, p_ns) WITH ORDINALITY AS a (id, run, token, n, i));
  END IF;
  PERFORM tell(p_process, v_done, NULL);
END
$$;

-- Completes those whose lease and number are good; answers which.
CREATE FUNCTION complete_all(p_now bigint, p_ids text[], p_runs int[], p_tokens bigint[], p_ns int[], p_results bytea[])
RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  v_done text[];
  v_keys text[];
BEGIN
  WITH gone AS (
    DELETE FROM lease l USING unnest(p_ids, p_runs, p_tokens, p_ns, p_results) AS a (id, run, token, n, result)
    WHERE l.id = a.id COLLATE "C" AND l.run = a.run AND l.token = a.token AND l.wrote < a.n
    RETURNING l.id, l.queue, l.bytes + length(a.result) AS bytes, l.run, l.version, l.token, a.n, l.started_at, l.worker, a.result,
      l.holds_key
  ), stored AS (
    INSERT INTO ended (id, queue, status, ended_at, bytes, run, version, token, wrote, started_at, worker, result)
    SELECT g.id, g.queue, 5, p_now, g.bytes, g.run, g.version + 1, g.token, g.n, g.started_at, g.worker, g.result FROM gone g
  ), counted AS (
    INSERT INTO tally (queue, status, tasks, bytes)
    SELECT g.queue, s.status, s.sign * count(*), CASE WHEN s.sign > 0 THEN sum(g.bytes) ELSE 0 END
    FROM gone g CROSS JOIN (VALUES (3, -1), (5, 1)) AS s (status, sign) GROUP BY 1, 2, s.sign
  )
  SELECT array_agg(g.id), array_agg(g.id) FILTER (WHERE g.holds_key) INTO v_done, v_keys FROM gone g;
  IF v_keys IS NOT NULL THEN
    DELETE FROM unique_key k USING task t
    WHERE t.id = ANY (v_keys) AND k.queue = t.queue AND k.value = t.unique_key AND k.id = t.id AND k.until IS NULL;
  END IF;
  RETURN coalesce(v_done, '{}');
END
$$;

-- The attempt is over or never was: what it wrote last is still comparable.
CREATE FUNCTION answer_after_end(p_id text, p_run int, p_token bigint, p_n int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN CASE WHEN EXISTS (
    SELECT FROM task t LEFT JOIN lease l ON l.id = t.id LEFT JOIN ended e ON e.id = t.id
    WHERE t.id = p_id COLLATE "C" AND COALESCE(l.run, e.run, t.run) = p_run AND COALESCE(l.token, e.token, t.token) = p_token
      AND p_n <= COALESCE(l.wrote, e.wrote, t.wrote)) THEN 1 ELSE 2 END;
END
$$;

-- apply: writes of any kind, one after another.
--
-- p_kinds: 1 complete (p_bytes the result), 2 retry (p_number due, texts the error), 3 reschedule (due), 4 bury (error),
--   5 cancel (p_a reason), 6 hand back, 7 expire (error), 10 progress (p_fraction, p_a message), 11 log (p_number at, p_a level,
--   p_b message), 12 step intent (p_a name), 13 step done (p_a name, p_bytes value), 14 step undone (p_a name),
--   15 cost (p_a provider, p_b amount, p_c unit), 16 child (p_number which of the children)
-- p_child_…: as in insert_tasks, the children of all writes
CREATE FUNCTION apply(
  p_process text, p_now bigint, p_ids text[], p_runs int[], p_tokens bigint[], p_ns int[], p_kinds int[], p_numbers bigint[],
  p_fractions double precision[], p_a text[], p_b text[], p_c text[], p_bytes bytea[],
  p_child_ids text[], p_child_queues int[], p_child_levels int[], p_child_priorities int[], p_child_weights int[],
  p_child_inputs bytea[], p_child_users text[], p_child_tiers text[], p_child_dues bigint[], p_child_deadlines bigint[],
  p_child_run_limits bigint[], p_child_keys text[], p_child_key_ms bigint[], p_child_parents text[],
  OUT answers int[], OUT claimable int[])
LANGUAGE plpgsql AS $$
DECLARE
  v_lease lease;
  v_queue int;
  v_states queue_state[] := '{}';
  v_at int;
  v_state queue_state;
  v_changed text[] := '{}';
  c int;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  answers := '{}';
  claimable := '{}';
  -- Whoever goes back to his queue needs its lock, and locks of queues come before those of rows.
  FOR v_queue IN
    SELECT DISTINCT t.queue FROM unnest(p_ids, p_kinds) AS a (id, kind) JOIN task t ON t.id = a.id COLLATE "C" WHERE a.kind = 6 ORDER BY 1
  LOOP
    v_state := open_queue(v_queue, 10000);
    v_states := v_states || v_state;
  END LOOP;
  PERFORM FROM lease l WHERE l.id = ANY (p_ids) ORDER BY l.id FOR UPDATE;
  FOR i IN 1 .. cardinality(p_ids) LOOP
    SELECT l.* INTO v_lease FROM lease l WHERE l.id = p_ids[i] COLLATE "C";
    IF NOT FOUND THEN
      answers[i] := answer_after_end(p_ids[i], p_runs[i], p_tokens[i], p_ns[i]);
    ELSIF v_lease.run <> p_runs[i] OR v_lease.token <> p_tokens[i] THEN
      answers[i] := 2;
    ELSIF p_ns[i] <= v_lease.wrote THEN
      answers[i] := 1;
    ELSE
      answers[i] := 0;
      v_changed := v_changed || p_ids[i];
      IF p_kinds[i] = 1 THEN
        PERFORM complete_all(p_now, ARRAY[p_ids[i]], ARRAY[p_runs[i]], ARRAY[p_tokens[i]], ARRAY[p_ns[i]], ARRAY[p_bytes[i]]);
      ELSIF p_kinds[i] < 10 THEN
        v_at := NULL;
        v_state := NULL;
        IF p_kinds[i] = 6 THEN
          v_at := (SELECT k FROM generate_subscripts(v_states, 1) AS k WHERE v_states[k].queue = v_lease.queue);
          v_state := v_states[v_at];
          claimable := claimable || v_lease.queue;
        END IF;
        CALL end_run(v_state, p_now, p_ids[i], p_ns[i], p_kinds[i], p_numbers[i], p_a[i], p_b[i], p_c[i]);
        IF v_at IS NOT NULL THEN
          v_states[v_at] := v_state;
        END IF;
      ELSE
        CALL note(v_lease, p_ns[i], p_kinds[i], p_numbers[i], p_fractions[i], p_a[i], p_b[i], p_c[i], p_bytes[i]);
        IF p_kinds[i] = 16 THEN
          c := p_numbers[i];
          -- It may be put in line in a queue that is open here.
          FOR k IN 1 .. cardinality(v_states) LOOP
            PERFORM close_queue(v_states[k]);
          END LOOP;
          PERFORM insert_tasks(p_now, false, true, true, 0, p_process, p_child_ids[c : c], p_child_queues[c : c], p_child_levels[c : c],
            p_child_priorities[c : c], p_child_weights[c : c], p_child_inputs[c : c], p_child_users[c : c], p_child_tiers[c : c],
            p_child_dues[c : c], p_child_deadlines[c : c], p_child_run_limits[c : c], p_child_keys[c : c], p_child_key_ms[c : c], p_child_parents[c : c]);
          FOR k IN 1 .. cardinality(v_states) LOOP
            v_state := v_states[k];
            CALL reload_queue(v_state);
            v_states[k] := v_state;
          END LOOP;
        END IF;
      END IF;
    END IF;
  END LOOP;
  FOR k IN 1 .. cardinality(v_states) LOOP
    PERFORM close_queue(v_states[k]);
  END LOOP;
  PERFORM tell(p_process, v_changed, claimable);
END
$$;

-- Ends a run under its lease in anything but completion. A task that somebody asked to cancel does not run again.
CREATE PROCEDURE end_run(
  INOUT p_state queue_state, p_now bigint, p_id text, p_n int, p_kind int, p_due bigint, p_a text, p_b text, p_c text)
LANGUAGE plpgsql AS $$
DECLARE
  h head := head_of(p_id);
BEGIN
  h.wrote := p_n;
  IF p_kind IN (2, 3, 6) AND h.cancel_reason IS NOT NULL THEN
    p_kind := 5;
    p_a := h.cancel_reason;
  END IF;
  CASE p_kind
    WHEN 2 THEN
      CALL record_run(h, 'retrying', p_a, p_b, p_c, p_now);
      h.error_type := p_a;
      h.error_message := p_b;
      h.error_detail := p_c;
      h.attempt := h.attempt + 1;
      CALL to_wait(h, p_state, 4, p_due);
    WHEN 3 THEN
      CALL record_run(h, 'scheduled', NULL, NULL, NULL, p_now);
      CALL to_wait(h, p_state, 1, p_due);
    WHEN 6 THEN
      CALL record_run(h, 'handed_back', NULL, NULL, NULL, p_now);
      CALL to_line(h, p_state, false);
    WHEN 5 THEN
      CALL record_run(h, 'cancelled', 'Cancelled', p_a, '', p_now);
      CALL cancel(h, p_state, p_a, p_now);
    ELSE
      CALL record_run(h, CASE p_kind WHEN 4 THEN 'failed' ELSE 'expired' END, p_a, p_b, p_c, p_now);
      h.error_type := p_a;
      h.error_message := p_b;
      h.error_detail := p_c;
      CALL to_end(h, p_state, CASE p_kind WHEN 4 THEN 6 ELSE 8 END, p_now);
  END CASE;
END
$$;

-- Writes what an attempt says while it runs.
CREATE PROCEDURE note(
  p_lease lease, p_n int, p_kind int, p_number bigint, p_fraction double precision, p_a text, p_b text, p_c text, p_bytes bytea)
LANGUAGE plpgsql AS $$
DECLARE
  v_line bigint;
BEGIN
  UPDATE lease l SET wrote = p_n WHERE l.id = p_lease.id;
  CASE p_kind
    WHEN 10 THEN
      UPDATE lease l SET version = l.version + 1, progress = p_fraction, progress_message = p_a WHERE l.id = p_lease.id;
    WHEN 11 THEN
      v_line := coalesce((SELECT g.line FROM log g WHERE g.id = p_lease.id ORDER BY g.line DESC LIMIT 1), 0) + 1;
      INSERT INTO log (id, line, at, run, level, message) VALUES (p_lease.id, v_line, p_number, p_lease.run, p_a, p_b);
      DELETE FROM log g WHERE g.id = p_lease.id AND g.line <= v_line - 10000;
    WHEN 12, 13 THEN
      INSERT INTO step AS s (id, name, position, value)
      VALUES (p_lease.id, p_a, (SELECT 1 + coalesce(max(o.position), 0) FROM step o WHERE o.id = p_lease.id), p_bytes)
      ON CONFLICT (id, name) DO UPDATE SET value = excluded.value WHERE s.value IS NULL AND excluded.value IS NOT NULL;
    WHEN 14 THEN
      DELETE FROM step s WHERE s.id = p_lease.id AND s.name = p_a COLLATE "C" AND s.value IS NULL;
    WHEN 15 THEN
      INSERT INTO cost (id, run, n, provider, amount, unit) VALUES (p_lease.id, p_lease.run, p_n, p_a, p_b, p_c);
    WHEN 16 THEN
      NULL;
  END CASE;
END
$$;
