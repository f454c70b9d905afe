package com.devskyy.json;

import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Violation;
import com.devskyy.engine.store.TaskStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;

/// JSON bytes to plain values and back, within bounds. A plain value is null, a `String`, a
/// `Boolean`, an `Integer`, `Long` or `BigInteger` for what is written without fraction and
/// exponent, a `BigDecimal` for other numbers, an unmodifiable `List`, or an unmodifiable `Map` in
/// the order of the text. Thread-safe.
final class Tokens {
  /// Deepest nesting, read and written.
  static final int MAX_DEPTH = 200;

  private static final int MAX_DIGITS = 1_000;
  private static final int MAX_NAME = 10_000;

  // Made when first used, so that a codec costs nothing to a command that needs no JSON. Two
  // threads
  // may make one each; the later stays.
  private volatile @Nullable JsonFactory factory;

  private JsonFactory factory() {
    JsonFactory made = factory;
    if (made == null) {
      var readable =
          StreamReadConstraints.builder()
              .maxNestingDepth(MAX_DEPTH)
              .maxNumberLength(MAX_DIGITS)
              .maxNameLength(MAX_NAME)
              .maxStringLength(TaskStore.MAX_PAYLOAD)
              .build();
      var writable = StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build();
      made =
          JsonFactory.builder()
              .streamReadConstraints(readable)
              .streamWriteConstraints(writable)
              .build();
      factory = made;
    }
    return made;
  }

  /// Writes tokens.
  interface Writing {
    void to(JsonGenerator generator);
  }

  /// Reads a whole text.
  ///
  /// @throws InvalidInputException with one violation, which names the position and not the text
  @Nullable Object read(Json json) {
    if (json.length() > TaskStore.MAX_PAYLOAD) {
      throw invalid(
          "must be at most %,d bytes, and has %,d".formatted(TaskStore.MAX_PAYLOAD, json.length()));
    }
    if (!isUtf8(json.bytes())) {
      throw invalid("must be JSON in UTF-8 without a byte order mark");
    }
    try (JsonParser parser = factory().createParser(ObjectReadContext.empty(), json.bytes())) {
      return read(parser);
    }
  }

  private static @Nullable Object read(JsonParser parser) {
    try {
      if (parser.nextToken() == null) {
        throw invalid("must be JSON, and is empty");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw invalid(
            "must end after its first value, and goes on" + at(parser.currentTokenLocation()));
      }
      return value;
    } catch (StreamConstraintsException | NumberFormatException e) {
      throw invalid(
          "must stay within %d levels, numbers of %,d digits and names of %,d characters, and does not"
                  .formatted(MAX_DEPTH, MAX_DIGITS, MAX_NAME)
              + at(parser.currentLocation()));
    } catch (JacksonException e) {
      // Its message would show what stands there.
      throw invalid("must be JSON, and is not" + at(e.getLocation()));
    }
  }

  /// Writes a text.
  Json write(Writing writing) {
    var bytes = new ByteArrayBuilder();
    try (JsonGenerator generator = factory().createGenerator(ObjectWriteContext.empty(), bytes)) {
      writing.to(generator);
    } catch (StreamConstraintsException e) {
      throw new IllegalArgumentException(
          "a value must not be nested deeper than " + MAX_DEPTH + " to be written as JSON", e);
    }
    return Json.ofBytes(bytes.toByteArray());
  }

  /// The bytes of a member of the outermost object.
  Optional<Json> member(Json object, String name) {
    byte[] bytes = object.bytes();
    String text = object.text();
    // A name may be written with escapes; without any, a look saves the parser.
    if ((!text.contains(name) && text.indexOf('\\') < 0) || !isUtf8(bytes)) {
      return Optional.empty();
    }
    try (JsonParser parser = factory().createParser(ObjectReadContext.empty(), bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      for (String at = parser.nextName(); at != null; at = parser.nextName()) {
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        if (at.equals(name)) {
          int end = (int) parser.currentLocation().getByteOffset();
          return Optional.of(Json.ofBytes(Arrays.copyOfRange(bytes, start, end)));
        }
      }
      return Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      if (members.containsKey(name)) {
        throw new InvalidInputException(
            List.of(new Violation(path(parser), "must not be given twice", "")));
      }
      parser.nextToken();
      members.put(name, value(parser));
    }
    return Collections.unmodifiableMap(members);
  }

  private static List<@Nullable Object> list(JsonParser parser) {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return Collections.unmodifiableList(items);
  }

  private static String path(JsonParser parser) {
    List<TokenStreamContext> contexts = new ArrayList<>();
    for (TokenStreamContext at = parser.streamReadContext();
        at != null && !at.inRoot();
        at = at.getParent()) {
      contexts.addFirst(at);
    }
    var path = new Path();
    for (TokenStreamContext at : contexts) {
      if (at.inArray()) {
        path.enter(at.getCurrentIndex());
      } else {
        path.enter(at.currentName());
      }
    }
    return path.toString();
  }

  /// The parser would guess UTF-16 and UTF-32, and skip a byte order mark that must not stand in
  /// the middle of the texts this one may be put into.
  private static boolean isUtf8(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, 4); i++) {
      if (bytes[i] == 0 || (i == 0 && bytes[i] < 0)) {
        return false;
      }
    }
    return true;
  }

  private static String at(TokenStreamLocation location) {
    return " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static InvalidInputException invalid(String rule) {
    return new InvalidInputException(List.of(new Violation("", rule, "")));
  }
}
