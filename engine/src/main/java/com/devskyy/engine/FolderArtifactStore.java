package com.devskyy.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Artifacts in a folder: `ab/abcdef…`, by the sha256 of their bytes. A file appears under its
/// name only when it is whole and synced, so that readers never see half of one. Processes may
/// share the folder.
public final class FolderArtifactStore implements ArtifactStore {
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER = 64 << 10;

  private final Path folder;

  /// @param folder made when first written to
  public FolderArtifactStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public Artifact put(String name, String mediaType, InputStream content) throws IOException {
    Files.createDirectories(folder);
    Path partial = Files.createTempFile(folder, ".partial-", "");
    try {
      var digest = Sha256.digest();
      long bytes = copy(content, partial, digest);
      String key = HexFormat.of().formatHex(digest.digest());
      Path target = path(key);
      if (!Files.exists(target)) {
        Path shelf = Files.createDirectories(shelf(key));
        try {
          Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
          // Another writer was first with the same bytes.
          return new Artifact(key, name, mediaType, bytes);
        }
        syncFolder(shelf);
      }
      return new Artifact(key, name, mediaType, bytes);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  @Override
  public InputStream open(String key) throws IOException {
    return Files.newInputStream(path(key));
  }

  @Override
  public boolean exists(String key) throws IOException {
    return Files.exists(path(key));
  }

  @Override
  public Optional<URI> url(Artifact artifact) {
    return Optional.of(artifact.key())
        .filter(key -> KEY.matcher(key).matches())
        .map(key -> shelf(key).resolve(key).toUri());
  }

  private static long copy(InputStream content, Path to, MessageDigest digest) throws IOException {
    try (var file = FileChannel.open(to, StandardOpenOption.WRITE)) {
      var buffer = new byte[BUFFER];
      long bytes = 0;
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        digest.update(buffer, 0, n);
        for (var out = ByteBuffer.wrap(buffer, 0, n); out.hasRemaining(); ) {
          bytes += file.write(out);
        }
      }
      file.force(true);
      return bytes;
    }
  }

  /// Makes the new name itself durable. Only POSIX systems can open a folder to sync it;
  /// elsewhere the move is all there is.
  private static void syncFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (var handle = FileChannel.open(folder, StandardOpenOption.READ)) {
        handle.force(true);
      }
    }
  }

  private Path path(String key) throws NoSuchFileException {
    // A key comes from outside: nothing but a digest may become part of a path.
    if (!KEY.matcher(key).matches()) {
      throw new NoSuchFileException(key, null, "an artifact's key is 64 hex digits");
    }
    return shelf(key).resolve(key);
  }

  private Path shelf(String key) {
    return folder.resolve(key.substring(0, 2));
  }
}
