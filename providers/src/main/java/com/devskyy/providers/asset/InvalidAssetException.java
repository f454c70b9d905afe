package com.devskyy.providers.asset;

/// Bytes that are not what they should be. The message says where, in one sentence.
public final class InvalidAssetException extends Exception {
  private static final long serialVersionUID = 1;

  public InvalidAssetException(String message) {
    super(message);
  }
}
