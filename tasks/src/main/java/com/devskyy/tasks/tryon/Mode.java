package com.devskyy.tasks.tryon;

import com.devskyy.providers.fashn.FashnRequest;
import com.fasterxml.jackson.annotation.JsonAlias;

/// Quality against speed.
public enum Mode {
  QUALITY(FashnRequest.Mode.QUALITY),
  BALANCED(FashnRequest.Mode.BALANCED),
  @JsonAlias("performance")
  FAST(FashnRequest.Mode.PERFORMANCE);

  private final FashnRequest.Mode fashn;

  Mode(FashnRequest.Mode fashn) {
    this.fashn = fashn;
  }

  /// FASHN's word for it.
  FashnRequest.Mode fashn() {
    return fashn;
  }
}
