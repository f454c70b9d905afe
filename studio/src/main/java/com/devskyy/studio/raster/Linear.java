package com.devskyy.studio.raster;

/// Small dense systems of linear equations.
public final class Linear {
  private Linear() {}

  /// Solves by Gaussian elimination with row exchange.
  ///
  /// @param m as many rows as unknowns; beyond the square, one column per right side; overwritten
  /// @return one array of unknowns per right side
  /// @throws IllegalArgumentException if the equations do not determine the unknowns
  public static double[][] solve(double[][] m) {
    int n = m.length;
    int sides = m[0].length - n;
    for (int c = 0; c < n; c++) {
      int best = c;
      for (int r = c + 1; r < n; r++) {
        best = Math.abs(m[r][c]) > Math.abs(m[best][c]) ? r : best;
      }
      double[] row = m[best];
      m[best] = m[c];
      m[c] = row;
      if (Math.abs(row[c]) < 1e-12) {
        throw new IllegalArgumentException(
            "the equations do not determine unknown %d".formatted(c));
      }
      for (int r = 0; r < n; r++) {
        double factor = r == c ? 0 : m[r][c] / row[c];
        for (int k = c; factor != 0 && k < n + sides; k++) {
          m[r][k] -= factor * row[k];
        }
      }
    }
    double[][] out = new double[sides][n];
    for (int s = 0; s < sides; s++) {
      for (int r = 0; r < n; r++) {
        out[s][r] = m[r][n + s] / m[r][r];
      }
    }
    return out;
  }
}
