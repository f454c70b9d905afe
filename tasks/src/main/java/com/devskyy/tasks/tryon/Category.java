package com.devskyy.tasks.tryon;

import com.devskyy.providers.fashn.FashnRequest;
import com.fasterxml.jackson.annotation.JsonAlias;

/// What of the person is dressed.
public enum Category {
  TOPS(FashnRequest.Category.TOPS),
  BOTTOMS(FashnRequest.Category.BOTTOMS),
  DRESSES(FashnRequest.Category.ONE_PIECES),
  OUTERWEAR(FashnRequest.Category.TOPS),
  @JsonAlias("one-pieces")
  FULL_BODY(FashnRequest.Category.ONE_PIECES);

  private final FashnRequest.Category fashn;

  Category(FashnRequest.Category fashn) {
    this.fashn = fashn;
  }

  /// FASHN's word for it.
  FashnRequest.Category fashn() {
    return fashn;
  }
}
