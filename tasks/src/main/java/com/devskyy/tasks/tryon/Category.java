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

  /// The studio's word for it.
  com.devskyy.studio.tryon.Category studio() {
    return switch (this) {
      case TOPS -> com.devskyy.studio.tryon.Category.TOPS;
      case BOTTOMS -> com.devskyy.studio.tryon.Category.BOTTOMS;
      case DRESSES, FULL_BODY -> com.devskyy.studio.tryon.Category.ONE_PIECES;
      case OUTERWEAR -> com.devskyy.studio.tryon.Category.OUTERWEAR;
    };
  }
}
