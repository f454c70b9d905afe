package com.devskyy.providers.fetch;

/// A reference that will never do, or leads to something that will never do. The message names
/// the field, the value (without what may be secret in it), why, and what is allowed.
public final class InputRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InputRefusedException(String message) {
    super(message);
  }
}
