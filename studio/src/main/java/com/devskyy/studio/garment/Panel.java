package com.devskyy.studio.garment;

import com.devskyy.studio.field.Field;
import com.devskyy.studio.look.Painter;
import com.devskyy.studio.mesh.Box;

/// A piece of cloth: the surface of a body, where it is kept.
///
/// @param body its outer surface, closed, running on beyond the openings
/// @param keep positive on the cloth, zero along its rims, about a distance near them
/// @param box holds the body
/// @param cell metres of the grid it is meshed on
/// @param thickness metres
/// @param share of the garment's triangles
public record Panel(
    Field body,
    Field keep,
    Box box,
    double cell,
    double thickness,
    double share,
    Painter painter) {}
