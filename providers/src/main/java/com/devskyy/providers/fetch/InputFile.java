package com.devskyy.providers.fetch;

import java.net.URI;
import java.util.Optional;

/// A file that was read and found to be what was wanted.
///
/// @param bytes all of it; nobody changes them
/// @param kind by its bytes
/// @param size of a picture; empty for a model
/// @param address where anyone else gets it too: empty unless it came from a public address alone
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record InputFile(
    byte[] bytes, FileKind kind, Optional<ImageSize> size, Optional<URI> address) {}
