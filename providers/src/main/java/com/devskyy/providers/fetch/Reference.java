package com.devskyy.providers.fetch;

import java.util.regex.Pattern;

/// What a producer wrote, and where: every error about it begins the same way.
///
/// @param field name of the input field
/// @param value as given, without blanks around it
record Reference(String field, String value) {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");
  private static final int SHOWN = 120;

  Reference {
    value = value.strip();
  }

  /// A scheme of one letter is the drive of a path.
  boolean isUrl() {
    return SCHEME.matcher(value).lookingAt();
  }

  boolean isData() {
    return value.regionMatches(true, 0, "data:", 0, 5);
  }

  /// @param allowed what the field takes
  /// @param why what is wrong with this value
  InputRefusedException refused(String allowed, String why) {
    return new InputRefusedException(
        "%s must be %s; was \"%s\": %s".formatted(field, allowed, shown(), why));
  }

  /// The value without what may be secret or endless: no user, no query (it may be a signature),
  /// no data.
  String shown() {
    String text = value;
    if (isData()) {
      int comma = text.indexOf(',');
      text = text.substring(0, Math.clamp(comma, 5, 60)) + ",…";
    } else if (isUrl()) {
      text = withoutSecrets(text);
    }
    text =
        text.codePoints()
            .map(c -> Character.isISOControl(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private static String withoutSecrets(String url) {
    int end = url.indexOf('?');
    String shown = end < 0 ? url : url.substring(0, end) + "?…";
    return shown.replaceFirst("//[^/]*@", "//***@");
  }
}
