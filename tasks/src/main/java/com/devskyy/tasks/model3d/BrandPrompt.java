package com.devskyy.tasks.model3d;

import java.util.List;

/// The words a provider is given: the producer's first, then the brand's, as many as there is room
/// for.
final class BrandPrompt {
  /// What no picture of ours shows.
  static final String NOT = "person, mannequin, hanger, background, watermark, blurry, low quality";

  private BrandPrompt() {}

  /// @param most characters, at least those of the producer's own words; no part is cut
  static String of(Generate3d input, int most) {
    var prompt = new StringBuilder(input.prompt().strip());
    for (String part :
        List.of(
            "one " + input.garmentType().words() + " alone, no body in it",
            input.style().words(),
            "SkyyRose " + input.collection().words(),
            input.productName().map(name -> "product \"" + name.strip() + "\"").orElse(""),
            "luxury streetwear, symmetrical, complete front and back")) {
      if (!part.isEmpty() && prompt.length() + 2 + part.length() <= most) {
        prompt.append(", ").append(part);
      }
    }
    return prompt.toString();
  }
}
