package com.devskyy.ml;

import java.io.IOException;

/// A model file that is not what was written: damaged, cut short, of another kind or of a newer
/// format. The message names the file. Another version, or training again, is the way out.
public final class CorruptModelException extends IOException {
  public CorruptModelException(String message) {
    super(message);
  }
}
