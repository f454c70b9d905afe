package com.devskyy.tasks.artifacts;

import com.devskyy.engine.Leftovers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// The bytes of an artifact on their way into a bucket. Its key is known only when all have been
/// seen, and a try that failed must begin anew, so they lie in a file meanwhile.
///
/// @param sha256 in hex
/// @param md5 in base64, as HTTP has it
record Spool(Path file, long bytes, String sha256, String md5) implements AutoCloseable {
  private static final String UPLOAD = ".upload-";

  /// Reads a stream to its end.
  static Spool of(InputStream content, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, UPLOAD, "");
    try (OutputStream out = Files.newOutputStream(file)) {
      var sha256 = new DigestInputStream(content, digest("SHA-256"));
      var md5 = new DigestInputStream(sha256, digest("MD5"));
      long bytes = md5.transferTo(out);
      return new Spool(
          file,
          bytes,
          HexFormat.of().formatHex(sha256.getMessageDigest().digest()),
          Base64.getEncoder().encodeToString(md5.getMessageDigest().digest()));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /// Removes what killed processes left there a day and longer ago.
  void removeLeftovers(Path folder) {
    Leftovers.remove(folder, UPLOAD, file);
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
