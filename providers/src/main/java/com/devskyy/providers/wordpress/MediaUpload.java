package com.devskyy.providers.wordpress;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// A file for the media library.
///
/// @param taskId the task that made it; part of its name there
/// @param bytes all of it; nobody changes them
/// @param mediaType such as `image/png`
/// @param extension such as `png`
/// @param title for people; may be empty
/// @param altText what a picture shows, for those who do not see it; may be empty
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record MediaUpload(
    String taskId, byte[] bytes, String mediaType, String extension, String title, String altText) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]{1,100}");
  private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,8}");
  private static final int DIGITS = 12;

  public MediaUpload {
    if (!PLAIN.matcher(taskId).matches()) {
      throw new IllegalArgumentException("taskId must be letters, digits and dashes: " + taskId);
    }
    if (!EXTENSION.matcher(extension).matches()) {
      throw new IllegalArgumentException("extension must be like png, was " + extension);
    }
  }

  /// The name of the file, without its ending, and what it is found by: the same for the same
  /// bytes of the same task.
  public String slug() {
    String sha = HexFormat.of().formatHex(digest("SHA-256"));
    return "skyyrose-%s-%s".formatted(taskId.toLowerCase(Locale.ROOT), sha.substring(0, DIGITS));
  }

  String fileName() {
    return slug() + "." + extension;
  }

  /// The hash by which WordPress notices a body that was damaged on its way.
  String md5() {
    return HexFormat.of().formatHex(digest("MD5"));
  }

  private byte[] digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has " + algorithm, e);
    }
  }
}
