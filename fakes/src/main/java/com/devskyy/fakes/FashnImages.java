package com.devskyy.fakes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Loads images of inputs as the service does: fetches what is an address, decodes what comes. A
/// stand-in asks nobody outside of this machine: what lies elsewhere is what it was told. Threads
/// may share it.
final class FashnImages {
  private static final int PATIENCE_MS = 2_000;
  private static final Set<String> HERE = Set.of("127.0.0.1", "localhost");

  private final Map<String, File> elsewhere = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  private record File(String mediaType, byte[] bytes) {}

  void elsewhere(String url, String mediaType, byte[] bytes) {
    elsewhere.put(url, new File(mediaType, bytes.clone()));
  }

  /// An image; empty when it cannot be loaded.
  ///
  /// @param image an address, or a data URI
  Optional<BufferedImage> load(String image) {
    return (image.startsWith("data:") ? decoded(image) : fetched(image))
        .filter(file -> file.mediaType.startsWith("image/"))
        .flatMap(file -> picture(file.bytes));
  }

  private static Optional<File> decoded(String uri) {
    int comma = uri.indexOf(',');
    try {
      return Optional.of(
          new File(
              uri.substring("data:".length(), comma),
              Base64.getDecoder().decode(uri.substring(comma + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<File> fetched(String url) {
    File told = elsewhere.get(url);
    if (told != null) {
      return Optional.of(told);
    }
    try {
      URI address = URI.create(url);
      return HERE.contains(String.valueOf(address.getHost())) ? fetched(address) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<File> fetched(URI address) throws IOException {
    var connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MS);
    connection.setReadTimeout(PATIENCE_MS);
    try (var in = connection.getInputStream()) {
      return Optional.of(new File(String.valueOf(connection.getContentType()), in.readAllBytes()));
    }
  }

  /// The JDK reads no WebP: where nobody else does, such a file is believed, and gray.
  private static Optional<BufferedImage> picture(byte[] bytes) {
    try {
      var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
      Optional<BufferedImage> read = Optional.ofNullable(ImageIO.read(in)); // Which closes it.
      return read.isEmpty() && isWebp(bytes)
          ? Optional.of(new BufferedImage(512, 512, BufferedImage.TYPE_BYTE_GRAY))
          : read;
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // Readers answer damage with every kind of exception.
    }
  }

  private static boolean isWebp(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(16, bytes.length), StandardCharsets.ISO_8859_1);
    return head.startsWith("RIFF") && head.startsWith("WEBPVP8", 8);
  }
}
