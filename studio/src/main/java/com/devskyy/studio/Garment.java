package com.devskyy.studio;

import com.devskyy.studio.export.Model;
import java.util.List;

/// What the studio made: the model, its GLB, and previews from the front, three-quarter and the
/// back, in this order. For other formats see [Format].
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
public record Garment(Model model, byte[] glb, List<Preview> previews) {}
