package com.devskyy.app.wiring;

import com.devskyy.engine.Artifact;
import com.devskyy.tasks.provider.Shelf;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where artifacts of a folder are: under their names, which programs know files by. The name is a
/// second link to the same bytes, `files/<digits of the key>/<name>`; where a file system has no
/// links it is the artifact itself.
///
/// @param folder of the artifacts
record ArtifactPlaces(Path folder) implements Shelf.Places {
  private static final int DIGITS = 12;

  @Override
  public Shelf.Place of(Artifact artifact) {
    Path path = named(artifact).toAbsolutePath().normalize();
    return new Shelf.Place(path.toUri().toString(), Optional.of(path.toString()));
  }

  private Path named(Artifact artifact) {
    String key = artifact.key();
    Path itself = folder.resolve(key.substring(0, 2)).resolve(key);
    Path shelf = folder.resolve("files").resolve(key.substring(0, DIGITS));
    Path named = shelf.resolve(Path.of(artifact.name()).getFileName());
    try {
      Files.createDirectories(shelf);
      return Files.createLink(named, itself);
    } catch (FileAlreadyExistsException e) {
      return named;
    } catch (IOException | UnsupportedOperationException e) {
      return itself;
    }
  }
}
