package com.devskyy.app.host;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Standard streams that speak UTF-8 whatever the locale says, as JSON must.
final class Streams {
  private static final int BUFFER = 8 << 10;

  private Streams() {}

  static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
        false,
        StandardCharsets.UTF_8);
  }
}
