package com.devskyy.ml.registry;

/// The caller named a model id or a version that does not exist; the message says which do. Trying
/// again helps only once it was trained.
public final class UnknownModelException extends RuntimeException {
  UnknownModelException(String message) {
    super(message);
  }
}
