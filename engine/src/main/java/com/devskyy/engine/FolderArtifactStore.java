package com.devskyy.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/// Artifacts in a folder: `ab/abcdef…`, by the sha256 of their bytes. A file appears there only
/// when it is whole and synced, so that readers never see half of one. People and programs know
/// files by their names: `files/abcdef…/hoodie.glb` is a second link to the same bytes, where the
/// file system has links. Processes may share the folder. The first artifact that is put removes
/// what killed processes left half written a day and longer ago.
public final class FolderArtifactStore implements ArtifactStore {
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
  private static final String FILES = "files";
  private static final int BUFFER = 64 << 10;
  private static final int DIGITS_OF_SHELF = 12;

  private static final String PARTIAL = ".partial-";

  private final Path folder;
  private final AtomicBoolean cleared = new AtomicBoolean();

  /// @param folder made when first written to
  public FolderArtifactStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public Artifact put(String name, String mediaType, InputStream content) throws IOException {
    Files.createDirectories(folder);
    Path partial = Files.createTempFile(folder, PARTIAL, "");
    try {
      if (cleared.compareAndSet(false, true)) {
        Leftovers.remove(folder, PARTIAL, partial);
      }
      var digest = Sha256.digest();
      long bytes = copy(content, partial, digest);
      var artifact =
          new Artifact(HexFormat.of().formatHex(digest.digest()), name, mediaType, bytes);
      store(partial, artifact.key());
      link(artifact);
      return artifact;
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
        .map(key -> named(artifact).filter(Files::exists).orElseGet(() -> shelf(key).resolve(key)))
        .map(Path::toUri);
  }

  private void store(Path partial, String key) throws IOException {
    Path target = path(key);
    if (Files.exists(target)) {
      return;
    }
    Path shelf = Files.createDirectories(shelf(key));
    try {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      // Another writer was first with the same bytes.
      return;
    }
    syncFolder(shelf);
  }

  /// The bytes are kept whether or not this succeeds: a file system may have no links, or refuse
  /// the name.
  private void link(Artifact artifact) throws IOException {
    Optional<Path> named = named(artifact);
    if (named.isEmpty() || Files.exists(named.get())) {
      return;
    }
    try {
      Files.createDirectories(shelfOfNames(artifact));
      Files.createLink(named.get(), path(artifact.key()));
    } catch (FileSystemException | UnsupportedOperationException e) {
      // Then url() leads to the bytes themselves.
    }
  }

  /// Empty for a name that is none, such as `..`; folders in it do not count.
  private Optional<Path> named(Artifact artifact) {
    try {
      return Optional.ofNullable(Path.of(artifact.name()).getFileName())
          .map(Path::toString)
          .filter(name -> !name.isEmpty() && !name.equals(".") && !name.equals(".."))
          .map(shelfOfNames(artifact)::resolve);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Path shelfOfNames(Artifact artifact) {
    return folder.resolve(FILES).resolve(artifact.key().substring(0, DIGITS_OF_SHELF));
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
