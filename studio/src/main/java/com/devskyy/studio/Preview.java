package com.devskyy.studio;

import com.devskyy.studio.image.Pixels;

/// A picture of a garment.
///
/// @param view from where: `front`, `three-quarter`, `back`
/// @param png the picture as a file
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
public record Preview(String view, Pixels pixels, byte[] png) {}
