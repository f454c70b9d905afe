package com.devskyy.sql.internal;

import org.jspecify.annotations.Nullable;

/// A task met on the way along an [Order], with what filters look at.
///
/// @param mark where it stands
/// @param seq its number
/// @param user whom it is for
/// @param errorType of the error it shows
/// @param priority as it is now
/// @param cancelRequested whether somebody asked it to stop
record Found(
    Mark mark,
    long seq,
    @Nullable String user,
    @Nullable String errorType,
    int priority,
    boolean cancelRequested) {}
