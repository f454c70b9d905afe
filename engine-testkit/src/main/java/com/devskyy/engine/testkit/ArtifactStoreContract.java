package com.devskyy.engine.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ArtifactStore] promises.
@Timeout(120)
public abstract class ArtifactStoreContract {
  private static final int LARGE = 9 << 20;

  private ArtifactStore artifacts = new FolderArtifactStore(Path.of("nowhere"));

  /// Opens an empty store.
  protected abstract ArtifactStore open() throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    artifacts = open();
  }

  @Test
  void whatIsPutIsReadBackByTheDigestOfItsBytes() throws Exception {
    Artifact artifact = artifacts.put("hoodie é \"1\".txt", "text/plain", stream("hoodie"));
    assertThat(artifact)
        .isEqualTo(new Artifact(key(bytes("hoodie")), "hoodie é \"1\".txt", "text/plain", 6));
    assertThat(artifacts.exists(artifact.key())).isTrue();
    assertThat(read(artifact.key())).isEqualTo(bytes("hoodie"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, LARGE})
  void anyNumberOfBytesIsKept(int length) throws Exception {
    byte[] bytes = random(length);
    Artifact artifact = artifacts.put("a.bin", "application/octet-stream", input(bytes));
    assertThat(artifact.bytes()).isEqualTo(length);
    assertThat(read(artifact.key())).isEqualTo(bytes);
  }

  @Test
  void theSameBytesAreTheSameArtifactUnderEveryName() throws Exception {
    Artifact one = artifacts.put("a", "text/plain", stream("same"));
    Artifact two = artifacts.put("b", "text/html", stream("same"));
    assertThat(two).isEqualTo(new Artifact(one.key(), "b", "text/html", 4));
    assertThat(read(one.key())).isEqualTo(bytes("same"));
  }

  @Test
  void aStreamThatBreaksStoresNothing() throws Exception {
    InputStream broken =
        new SequenceInputStream(
            stream("half of it"),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("cut off");
              }

              @Override
              public int read(byte[] to, int from, int length) throws IOException {
                return read();
              }
            });
    assertThatThrownBy(() -> artifacts.put("a", "text/plain", broken)).hasMessage("cut off");
    assertThat(artifacts.exists(key(bytes("half of it")))).isFalse();
  }

  @Test
  void aStreamIsReadToItsEndAndLeftOpen() throws Exception {
    var closed = new boolean[1];
    InputStream open =
        new ByteArrayInputStream(bytes("mine")) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    artifacts.put("a", "text/plain", open);
    assertThat(closed[0]).isFalse();
    assertThat(open.read()).isEqualTo(-1);
  }

  @Test
  void whatWasNeverPutIsNotThere() throws Exception {
    String key = key(bytes("never put"));
    assertThat(artifacts.exists(key)).isFalse();
    assertThatThrownBy(() -> read(key)).isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "", "AB", "0123456789abcdef", "a b/../c", "%2e%2e"})
  void aKeyThatIsNoDigestLeadsNowhere(String key) {
    assertThatThrownBy(() -> artifacts.open(key)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> artifacts.exists(key)).isInstanceOf(NoSuchFileException.class);
    assertThat(artifacts.url(new Artifact(key, "a", "text/plain", 1))).isEmpty();
  }

  @Test
  void aReaderMayStopInTheMiddle() throws Exception {
    Artifact artifact = artifacts.put("a", "application/octet-stream", input(random(LARGE)));
    for (int i = 0; i < 3; i++) {
      try (InputStream in = artifacts.open(artifact.key())) {
        assertThat(in.readNBytes(10)).hasSize(10);
      }
    }
    assertThat(read(artifact.key())).hasSize(LARGE);
  }

  @Test
  void manyWritersOfTheSameBytesAllSucceed() throws Exception {
    byte[] bytes = random(300_000);
    var start = new CountDownLatch(1);
    List<Future<Artifact>> writers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        writers.add(
            threads.submit(
                () -> {
                  start.await();
                  return artifacts.put("a", "image/png", input(bytes));
                }));
      }
      start.countDown();
      for (Future<Artifact> writer : writers) {
        assertThat(writer.get().key()).isEqualTo(key(bytes));
      }
    }
    assertThat(read(key(bytes))).isEqualTo(bytes);
  }

  @Test
  void aUrlLeadsToTheBytes() throws Exception {
    Artifact artifact = artifacts.put("hoodie é.txt", "text/plain", stream("hoodie"));
    var url = artifacts.url(artifact);
    if (url.isPresent()) {
      try (InputStream in = url.get().toURL().openStream()) {
        assertThat(in.readAllBytes()).isEqualTo(bytes("hoodie"));
      }
    }
  }

  private byte[] read(String key) throws IOException {
    try (InputStream in = artifacts.open(key)) {
      return in.readAllBytes();
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String key(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.of(bytes));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static InputStream stream(String text) {
    return input(bytes(text));
  }

  private static InputStream input(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
