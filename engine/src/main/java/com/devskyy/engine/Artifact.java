package com.devskyy.engine;

/// Something large that is kept outside the queue.
///
/// @param key content address: `sha256` of the bytes in lower-case hex
/// @param name file name for people, as given
/// @param mediaType as given
/// @param bytes length
public record Artifact(String key, String name, String mediaType, long bytes) {}
