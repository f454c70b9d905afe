package com.devskyy.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/// Where PostgreSQL's programs are: in the folder that the system property `postgres.home` names,
/// such as `/usr/lib/postgresql/15`, or unpacked once per machine from a library: the oldest that
/// is promised from the class path, the newest from the file that `postgres.newest` names.
final class PostgresBinaries {
  private static final String WAY_OUT =
      "Set -Dpostgres.home to the folder of an installed PostgreSQL, one that holds bin/postgres"
          + " (Debian: apt install postgresql, then -Dpostgres.home=/usr/lib/postgresql/15).";

  private PostgresBinaries() {}

  /// The folder that holds `bin` of the oldest, readable for any user.
  static Path oldest() throws IOException {
    return home(PostgresBinaries.class.getResource("/" + archive()));
  }

  /// The same of the newest.
  static Path newest() throws IOException {
    String library = System.getProperty("postgres.newest");
    return home(
        library == null
            ? null
            : URI.create("jar:%s!/%s".formatted(Path.of(library).toUri(), archive())).toURL());
  }

  private static synchronized Path home(@Nullable URL archive) throws IOException {
    String installed = System.getProperty("postgres.home");
    if (installed != null) {
      Path home = Path.of(installed);
      if (!Files.isExecutable(home.resolve("bin/postgres"))) {
        throw new IllegalStateException(
            "postgres.home is %s, where there is no bin/postgres. %s".formatted(home, WAY_OUT));
      }
      return home;
    }
    if (archive == null) {
      throw new IllegalStateException(
          "there is no %s on the class path, or in the library that -Dpostgres.newest names: no"
                  .formatted(archive())
              + " PostgreSQL for this platform. "
              + WAY_OUT);
    }
    try (InputStream in = archive.openStream()) {
      return unpacked(in);
    }
  }

  private static String archive() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.contains("mac") ? "darwin" : os.contains("win") ? "windows" : "linux";
    String arch =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          case String other -> other;
        };
    return "postgres-%s-%s.txz".formatted(system, arch);
  }

  /// Unpacks into a folder named for the archive's size, which no two versions share; whoever comes
  /// first does it, and half a folder never has that name.
  private static Path unpacked(InputStream archive) throws IOException {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    Path home = temp.resolve("devskyy-postgres-" + archive.available());
    if (Files.isDirectory(home)) {
      return home;
    }
    Path half = Files.createTempDirectory(temp, "devskyy-postgres-half-");
    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, half);
      }
    }
    try {
      Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another process was first: its folder is as good.
      if (!Files.isDirectory(home)) {
        throw e;
      }
      Folders.delete(half);
    }
    return home;
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("%s leads out of the archive".formatted(entry.getName()));
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    boolean program = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
