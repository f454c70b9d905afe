package com.devskyy.json;

import com.devskyy.engine.Suggestion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A JSON Schema made ready to check plain values ([Tokens]) and to say in our words what is wrong.
///
/// Looked at are `$ref` (local), `allOf`, `anyOf`, `oneOf` (as `anyOf`), `type`, `enum`, `const`,
/// `properties`, `required`, `additionalProperties`, `propertyNames` (its `enum`), `items`, the
/// bounds of numbers and sizes, `multipleOf`, `uniqueItems`, `pattern` and the [Format]s; other
/// keywords only describe. An integer is a number written without fraction and exponent, so `1.0`
/// is none. Immutable once [SchemaCompiler] has filled it in.
final class Schema {
  /// The schema that allows everything.
  static final Schema ANYTHING = new Schema();

  /// Longest text that is held against a pattern: some expressions would exhaust the stack.
  static final int MAX_PATTERN_INPUT = 4_096;

  private static final int MAX_STEPS_WITHOUT_VALUE = 200;

  /// What a value can be. `number` stands for the first two together.
  enum Kind {
    INTEGER("a whole number"),
    FRACTION("a number"),
    STRING("text"),
    BOOLEAN("true or false"),
    ARRAY("a list"),
    OBJECT("an object"),
    NULL("null");

    final String words;

    Kind(String words) {
      this.words = words;
    }

    static Kind of(@Nullable Object value) {
      if (value instanceof String) {
        return STRING;
      }
      if (value instanceof BigDecimal) {
        return FRACTION;
      }
      if (value instanceof Number) {
        return INTEGER;
      }
      if (value instanceof Boolean) {
        return BOOLEAN;
      }
      if (value instanceof Map) {
        return OBJECT;
      }
      return value instanceof List ? ARRAY : NULL;
    }
  }

  /// Bounds of a length or a number of entries.
  record Size(int min, int max) {
    static final Size ANY = new Size(0, Integer.MAX_VALUE);

    boolean isAny() {
      return min == 0 && max == Integer.MAX_VALUE;
    }

    boolean allows(int size) {
      return size >= min && size <= max;
    }

    String rule(String one, String many) {
      if (min == 1 && max == Integer.MAX_VALUE) {
        return "must not be empty";
      }
      if (min == max) {
        return "must have exactly " + count(min, one, many);
      }
      if (max == Integer.MAX_VALUE) {
        return "must have at least " + count(min, one, many);
      }
      return min == 0
          ? "must have at most " + count(max, one, many)
          : "must have %d to %s".formatted(min, count(max, one, many));
    }

    private static String count(int n, String one, String many) {
      return n + " " + (n == 1 ? one : many);
    }
  }

  Set<Kind> kinds = Set.of(Kind.values());
  @Nullable Schema reference;
  List<Schema> all = List.of();
  List<Schema> any = List.of();

  @Nullable List<@Nullable Object> allowed;

  /// Values of [#allowed] that are accepted for others and not told to people.
  Set<String> aliases = Set.of();

  Map<String, Schema> properties = Map.of();
  List<String> required = List.of();
  @Nullable List<@Nullable Object> memberNames;

  /// What members beyond [#properties] must be; null when they may be anything.
  @Nullable Schema others;

  /// Whether there must be no members beyond [#properties].
  boolean closed;

  Size members = Size.ANY;

  @Nullable Schema items;
  Size entries = Size.ANY;
  boolean unique;

  Size length = Size.ANY;
  @Nullable Pattern pattern;
  boolean patternIsWhole;
  String patternRule = "";
  @Nullable Format format;

  @Nullable BigDecimal minimum;
  @Nullable BigDecimal maximum;
  @Nullable BigDecimal above;
  @Nullable BigDecimal below;
  @Nullable BigDecimal multiple;

  /// Looks at a value and all below it.
  void check(@Nullable Object value, Findings findings) {
    check(value, findings, 0);
  }

  private void check(@Nullable Object value, Findings findings, int stepsHere) {
    if (findings.full()) {
      return;
    }
    if (stepsHere > MAX_STEPS_WITHOUT_VALUE) {
      throw new IllegalArgumentException("the schema refers to itself without end");
    }
    if (reference != null) {
      reference.check(value, findings, stepsHere + 1);
    }
    for (Schema one : all) {
      one.check(value, findings, stepsHere + 1);
    }
    if (!any.isEmpty()) {
      checkAny(value, findings, stepsHere + 1);
    }
    Kind kind = Kind.of(value);
    if (allowed != null && !allowed.contains(value)) {
      findings.broken(enumRule(allowed), value);
    } else if (!kinds.contains(kind)) {
      findings.wrongKind(kindRule(), value);
    } else if (value instanceof String text) {
      checkText(text, findings);
    } else if (value instanceof Number number) {
      checkNumber(number, findings);
    } else if (value instanceof List<?> list) {
      checkList(list, findings);
    } else if (value instanceof Map<?, ?> map) {
      checkObject(map, findings);
    }
  }

  /// Reports about the branch that comes closest.
  private void checkAny(@Nullable Object value, Findings findings, int stepsHere) {
    Findings best = null;
    for (Schema branch : any) {
      Findings attempt = findings.attempt();
      branch.check(value, attempt, stepsHere);
      if (best == null || attempt.distance() < best.distance()) {
        best = attempt;
      }
    }
    if (best != null) {
      findings.take(best);
    }
  }

  private String enumRule(List<@Nullable Object> values) {
    var told = new StringJoiner(", ");
    int count = 0;
    for (Object value : values) {
      if (value instanceof String text && !aliases.contains(text)) {
        told.add(text);
        count++;
      } else if (value != null && !(value instanceof String)) {
        told.add(JsonText.excerpt(value));
        count++;
      }
    }
    return (count == 1 ? "must be " : "must be one of ") + told;
  }

  private String kindRule() {
    var words = new StringJoiner(" or ");
    for (Kind kind : Kind.values()) {
      boolean implied =
          (kind == Kind.NULL && kinds.size() > 1)
              || (kind == Kind.INTEGER && kinds.contains(Kind.FRACTION));
      if (kinds.contains(kind) && !implied) {
        words.add(kind.words);
      }
    }
    return kinds.isEmpty() ? "must not be given" : "must be " + words;
  }

  private void checkText(String text, Findings findings) {
    if (!length.isAny() && !length.allows(text.codePointCount(0, text.length()))) {
      findings.broken(length.rule("character", "characters"), text);
    }
    if (pattern != null && !matches(text, pattern)) {
      findings.broken(patternRule, text);
    }
    if (format != null && !format.allows(text)) {
      findings.broken(format.rule(), text);
    }
  }

  private boolean matches(String text, Pattern pattern) {
    if (pattern.pattern().equals(SchemaCompiler.NOT_BLANK)) {
      return !text.isBlank();
    }
    if (text.length() > MAX_PATTERN_INPUT) {
      return false;
    }
    Matcher matcher = pattern.matcher(text);
    return patternIsWhole ? matcher.matches() : matcher.find();
  }

  private void checkNumber(Number number, Findings findings) {
    if (format != null && !format.allows(number)) {
      findings.broken(format.rule(), number);
      return;
    }
    if (minimum == null && maximum == null && above == null && below == null && multiple == null) {
      return;
    }
    BigDecimal exact = exact(number);
    if (minimum != null && exact.compareTo(minimum) < 0) {
      findings.broken("must be at least " + minimum.toPlainString(), number);
    }
    if (above != null && exact.compareTo(above) <= 0) {
      findings.broken("must be more than " + above.toPlainString(), number);
    }
    if (maximum != null && exact.compareTo(maximum) > 0) {
      findings.broken("must be at most " + maximum.toPlainString(), number);
    }
    if (below != null && exact.compareTo(below) >= 0) {
      findings.broken("must be less than " + below.toPlainString(), number);
    }
    if (multiple != null && !isMultiple(exact, multiple)) {
      findings.broken("must be a multiple of " + multiple.toPlainString(), number);
    }
  }

  static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return number instanceof BigInteger whole
        ? new BigDecimal(whole)
        : BigDecimal.valueOf(number.longValue());
  }

  /// A number like `1e999999999` is not divided: its quotient would fill the memory.
  private static boolean isMultiple(BigDecimal number, BigDecimal unit) {
    return Math.abs((long) number.scale() - unit.scale()) < 1_000
        && number.remainder(unit).signum() == 0;
  }

  private void checkList(List<?> list, Findings findings) {
    if (!entries.allows(list.size())) {
      findings.broken(entries.rule("entry", "entries"), list);
    }
    if (unique && new HashSet<>(list).size() < list.size()) {
      findings.broken("must not hold an entry twice", list);
    }
    if (items != null) {
      for (int i = 0; i < list.size() && !findings.full(); i++) {
        findings.path.enter(i);
        items.check(list.get(i), findings);
        findings.path.leave();
      }
    }
  }

  private void checkObject(Map<?, ?> object, Findings findings) {
    if (!members.allows(object.size())) {
      findings.broken(members.rule("entry", "entries"), object);
    }
    for (String name : required) {
      if (!object.containsKey(name)) {
        findings.path.enter(name);
        findings.add("is required", "");
        findings.path.leave();
      }
    }
    for (var member : object.entrySet()) {
      String name = (String) member.getKey();
      findings.path.enter(name);
      Schema property = properties.get(name);
      if (property != null) {
        property.check(member.getValue(), findings);
      } else if (closed) {
        unknown(name, properties.keySet(), findings);
      } else if (memberNames != null && !memberNames.contains(name)) {
        unknown(name, texts(memberNames), findings);
      } else if (others != null) {
        others.check(member.getValue(), findings);
      }
      findings.path.leave();
      if (findings.full()) {
        return;
      }
    }
  }

  private static Collection<String> texts(List<@Nullable Object> values) {
    Collection<String> texts = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof String text) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static void unknown(String name, Collection<String> known, Findings findings) {
    if (!findings.refuseUnknown) {
      findings.ignored();
      return;
    }
    String all = known.isEmpty() ? "there should be none" : "known are " + String.join(", ", known);
    findings.add(
        Suggestion.closest(name, known)
            .map(meant -> "is not a known field; did you mean %s? %s".formatted(meant, all))
            .orElse("is not a known field; " + all),
        "");
  }
}
