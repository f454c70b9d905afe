package com.devskyy.studio.garment;

import com.devskyy.studio.look.Painter;
import com.devskyy.studio.mesh.Shell;

/// A small solid thing on a garment: a cord, an eyelet, a button.
public record Trimming(Shell shell, Painter painter) {}
