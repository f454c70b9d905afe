package com.devskyy.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderArtifactStoreTest {
  @TempDir Path folder;

  @Test
  void whatWasStoredIsReadBackByItsContentAddress() throws Exception {
    var store = new FolderArtifactStore(folder.resolve("not/yet/there"));
    Artifact artifact = store.put("hoodie.txt", "text/plain", bytes("hoodie"));
    assertThat(artifact.bytes()).isEqualTo(6);
    assertThat(artifact.key()).hasSize(64);
    assertThat(store.exists(artifact.key())).isTrue();
    try (InputStream in = store.open(artifact.key())) {
      assertThat(in.readAllBytes()).isEqualTo("hoodie".getBytes(UTF_8));
    }
  }

  @Test
  void theSameBytesAreKeptOnce() throws Exception {
    var store = new FolderArtifactStore(folder);
    Artifact one = store.put("a", "text/plain", bytes("same"));
    Artifact two = store.put("b", "text/plain", bytes("same"));
    assertThat(two.key()).isEqualTo(one.key());
    assertThat(Files.isSameFile(at(store, one), at(store, two))).isTrue();
  }

  @Test
  void aFileIsFoundUnderItsName() throws Exception {
    var store = new FolderArtifactStore(folder);
    Artifact hoodie = store.put("Black Rose.glb", "model/gltf-binary", bytes("hoodie"));
    assertThat(at(store, hoodie)).hasFileName("Black Rose.glb").hasContent("hoodie");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../Black Rose.glb", "/etc/passwd", "..", "/", "", "nul\u0000byte"})
  void aNameNeverLeadsOutOfTheFolder(String name) throws Exception {
    var store = new FolderArtifactStore(folder);
    Artifact artifact = store.put(name, "text/plain", bytes("hoodie"));
    assertThat(at(store, artifact).normalize()).startsWith(folder).hasContent("hoodie");
  }

  @Test
  void aNameThatTheFileSystemRefusesCostsTheNameOnly() throws Exception {
    var store = new FolderArtifactStore(folder);
    Artifact artifact = store.put("x".repeat(5000), "text/plain", bytes("hoodie"));
    assertThat(at(store, artifact)).hasFileName(artifact.key()).hasContent("hoodie");
  }

  @Test
  void aStreamThatBreaksLeavesNothingBehind() {
    var store = new FolderArtifactStore(folder);
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cut off");
          }
        };
    assertThatThrownBy(() -> store.put("a", "text/plain", broken)).hasMessage("cut off");
    assertThat(files()).isEmpty();
  }

  @Test
  void whatKilledProcessesLeftIsRemovedADayLater() throws Exception {
    Path old = unchangedFor(Duration.ofHours(25), ".partial-1");
    Path underWay = unchangedFor(Duration.ofHours(23), ".partial-2");
    Path other = unchangedFor(Duration.ofDays(9), "notes.txt");
    new FolderArtifactStore(folder).put("a", "text/plain", bytes("hoodie"));
    assertThat(old).doesNotExist();
    assertThat(underWay).exists();
    assertThat(other).exists();
  }

  private Path unchangedFor(Duration time, String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    Instant now = Files.getLastModifiedTime(file).toInstant();
    return Files.setLastModifiedTime(file, FileTime.from(now.minus(time)));
  }

  @Test
  void aKeyThatIsNoDigestNeverBecomesAPath() {
    var store = new FolderArtifactStore(folder);
    for (String key : List.of("../../etc/passwd", "", "AB", "0123456789abcdef")) {
      assertThatThrownBy(() -> store.open(key)).isInstanceOf(NoSuchFileException.class);
    }
  }

  private static Path at(FolderArtifactStore store, Artifact artifact) {
    return Path.of(store.url(artifact).orElseThrow());
  }

  private List<Path> files() {
    try (var walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
