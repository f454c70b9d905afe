package com.devskyy.providers;

/// A secret that a service gave out. Never printed.
///
/// @param value as its issuer gave it
public record ApiKey(String value) {
  public ApiKey {
    if (value.isBlank() || value.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
      throw new IllegalArgumentException("a key is printable ASCII without spaces");
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
