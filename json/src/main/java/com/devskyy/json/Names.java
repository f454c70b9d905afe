package com.devskyy.json;

/// Spellings, from Java to JSON.
final class Names {
  private Names() {}

  /// `imageUrl` as `image_url`, `imageURL` too.
  static String snakeCase(String name) {
    var snake = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean wordStarts =
          Character.isUpperCase(c)
              && i > 0
              && (!Character.isUpperCase(name.charAt(i - 1))
                  || (i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1))));
      if (wordStarts && snake.charAt(snake.length() - 1) != '_') {
        snake.append('_');
      }
      snake.append(Character.toLowerCase(c));
    }
    return snake.toString();
  }
}
