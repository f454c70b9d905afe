package com.devskyy.app.chaos;

import com.devskyy.engine.Json;
import com.devskyy.engine.TypeName;
import java.time.Duration;
import java.util.Optional;

/// What a run of chaos shall be.
///
/// @param tasks how many; with `kills`, at least
/// @param time they are spread over this long; zero: as fast as they are done
/// @param workers how many run at any time
/// @param killEvery the mean time between two kills
/// @param kills so many workers are killed at least: tasks go on coming until then
/// @param seed decides tasks and kills
/// @param own the user's own task instead of those of chaos
/// @param store address of the server to run on; without one, a file of its own
/// @param keep whether everything is left, also when all holds
public record Wanted(
    int tasks,
    Duration time,
    int workers,
    Duration killEvery,
    int kills,
    long seed,
    Optional<Own> own,
    Optional<String> store,
    boolean keep) {
  /// A user's task.
  public record Own(TypeName type, Json input) {}
}
