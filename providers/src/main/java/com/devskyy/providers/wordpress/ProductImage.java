package com.devskyy.providers.wordpress;

/// A picture for a product.
///
/// @param mediaId as [Media#id()]
/// @param altText what it shows; empty: as the media library has it
public record ProductImage(long mediaId, String altText) {}
