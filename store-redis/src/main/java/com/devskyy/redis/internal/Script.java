package com.devskyy.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The scripts, each a file of the resources. One that says `-- parts: a b` in its head begins with
/// those parts, so that nothing is written twice.
enum Script {
  OPEN,
  NAMES,
  INSERT,
  CLAIM,
  APPLY,
  EXTEND,
  ADVANCE,
  REGISTER,
  CHANGE,
  PAUSE,
  FIND,
  PEEK,
  OWED,
  STRIKE,
  KNOWN,
  LEAVE,
  REPLACE,
  WRITE,
  PAGE,
  NEWEST,
  LEASED,
  HISTORY,
  POSITION,
  COUNTS,
  REGISTRY;

  private static final String FOLDER = "/com/devskyy/redis/lua/";
  private static final String PARTS = "-- parts: ";

  private final String text;
  private final String sha1;

  Script() {
    String body = read(name().toLowerCase(Locale.ROOT) + ".lua");
    var whole = new StringBuilder();
    body.lines()
        .filter(line -> line.startsWith(PARTS))
        .findFirst()
        .ifPresent(
            line -> {
              for (String part : line.substring(PARTS.length()).split(" ", -1)) {
                whole.append(read("parts/" + part + ".lua"));
              }
            });
    text = withoutComments(whole.append(body).toString());
    sha1 = sha1(Bytes.of(text));
  }

  byte[] text() {
    return Bytes.of(text);
  }

  /// By which the server knows it.
  byte[] sha1() {
    return Bytes.of(sha1);
  }

  /// What the server need not keep.
  private static String withoutComments(String script) {
    var shortened = new StringBuilder();
    script
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("--"))
        .forEach(line -> shortened.append(line).append('\n'));
    return shortened.toString();
  }

  private static String read(String file) {
    try (InputStream in = Script.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + FOLDER + file + " is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha1(byte[] text) {
    try {
      // The server's choice; nothing rests on its strength.
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
