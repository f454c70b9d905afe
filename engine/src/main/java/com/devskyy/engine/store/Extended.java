package com.devskyy.engine.store;

import java.time.Instant;

/// What became of one lease of an extend.
///
/// @param held whether it is still held; a lost one stays lost
/// @param cancelRequested whether somebody asked its task to stop
/// @param until when it ends now; its old end when lost
public record Extended(boolean held, boolean cancelRequested, Instant until) {}
