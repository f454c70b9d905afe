package com.devskyy.ml.sentiment;

import com.devskyy.ml.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where a text belongs, by its content alone: held out or not, and in which fold of
/// cross-validation. Texts that differ only in case, white space or Unicode form belong together,
/// so a duplicate is never learnt and measured on.
///
/// @param position in [0, 1), evenly spread; the texts below the held-out share are held out
/// @param fold from 0
record Split(double position, int fold) {
  static final int FOLDS = 5;

  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  static Split of(String text) {
    var folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    var normal = WHITE_SPACE.matcher(folded).replaceAll(" ").strip();
    var hash = ByteBuffer.wrap(Sha256.of(normal.getBytes(StandardCharsets.UTF_8)));
    double position = Integer.toUnsignedLong(hash.getInt()) / (double) (1L << 32);
    return new Split(position, Integer.remainderUnsigned(hash.getInt(), FOLDS));
  }
}
