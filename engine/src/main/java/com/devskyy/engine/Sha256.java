package com.devskyy.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The digest behind content addresses, derived ids and keys made of content.
public final class Sha256 {
  private Sha256() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The digest of some bytes, 32 of them.
  public static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }
}
