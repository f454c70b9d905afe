-- How long a run of the task may last, in milliseconds, where that is longer than its type's limit.
ALTER TABLE task ADD COLUMN run_limit_ms INTEGER;
