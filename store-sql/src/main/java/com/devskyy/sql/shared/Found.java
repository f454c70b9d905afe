package com.devskyy.sql.shared;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.store.Change;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A task met on the way along an [Order], with what filters look at.
///
/// @param mark where it stands
/// @param seq its number, where the database gives it one
/// @param user whom it is for
/// @param errorType of the error it shows
/// @param priority as it is now
/// @param cancelRequested whether somebody asked it to stop
public record Found(
    Mark mark,
    long seq,
    @Nullable String user,
    @Nullable String errorType,
    int priority,
    boolean cancelRequested) {
  /// Whether it passes the filters of a query.
  public boolean matches(Optional<String> byUser, Optional<ErrorType> byError) {
    return (byUser.isEmpty() || byUser.get().equals(user))
        && (byError.isEmpty() || byError.get().wire().equals(errorType));
  }

  /// Whether a change has nothing left to do with it.
  public boolean isAsWished(Change change) {
    return switch (change) {
      case Change.Cancel _ -> cancelRequested;
      case Change.Reprioritise(var wished) -> priority == wished.value();
      case Change.Bury _, Change.Replay _, Change.Purge _, Change.Pause _, Change.Resume _ -> false;
    };
  }
}
