package com.devskyy.tasks.shop;

import com.devskyy.tasks.provider.Shelf;
import java.util.Optional;

/// Something to show.
///
/// @param title for people
/// @param altText what its picture shows
/// @param product the product it belongs to
public record Piece(
    String title,
    String altText,
    Shelf.Kept model,
    Optional<Shelf.Kept> picture,
    Optional<Long> product) {}
