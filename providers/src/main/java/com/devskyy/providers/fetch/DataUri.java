package com.devskyy.providers.fetch;

import java.util.Base64;
import java.util.Locale;

/// A file that is written into its reference: `data:image/png;base64,iVBORw0…`.
final class DataUri {
  private DataUri() {}

  /// The bytes. The media type in it is not believed, so it may be missing.
  static byte[] decode(Reference reference, Wanted wanted) {
    String value = reference.value();
    int comma = value.indexOf(',');
    if (comma < 0 || !value.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
      throw reference.refused("a data URI in base64, as in data:image/png;base64,…", "it is none");
    }
    // Four characters hold three bytes; the last two may be padding.
    if ((value.length() - comma - 1) / 4L * 3 - 2 > wanted.maxBytes()) {
      throw Content.tooLarge(reference, wanted);
    }
    try {
      return Base64.getDecoder().decode(value.substring(comma + 1).strip());
    } catch (IllegalArgumentException e) {
      throw reference.refused(
          "a data URI in base64, as in data:image/png;base64,…", "what follows is not base64");
    }
  }
}
