package com.devskyy.tasks.shop;

import java.util.Optional;

/// Where the shop shows something.
///
/// @param picture in the media library
/// @param model in the media library
/// @param productId the product that shows them
public record InShop(Optional<Item> picture, Optional<Item> model, Optional<Long> productId) {
  /// A file in the media library.
  ///
  /// @param id by which products refer to it
  public record Item(long id, String url) {}
}
