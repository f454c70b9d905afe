package com.devskyy.ml.sentiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/// Where a text belongs, by its content alone: held out or not, and in which fold of
/// cross-validation. Texts that differ only in case, white space or Unicode form belong together,
/// so a duplicate is never learnt and measured on.
///
/// @param position in [0, 1), evenly spread; the texts below the held-out share are held out
/// @param fold from 0
record Split(double position, int fold) {
  static final int FOLDS = 5;

  static Split of(String text) {
    var normal =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("(?U)\\s+", " ")
            .strip();
    var hash = ByteBuffer.wrap(Sha256.of(normal.getBytes(StandardCharsets.UTF_8)));
    double position = Integer.toUnsignedLong(hash.getInt()) / (double) (1L << 32);
    return new Split(position, Integer.remainderUnsigned(hash.getInt(), FOLDS));
  }
}
