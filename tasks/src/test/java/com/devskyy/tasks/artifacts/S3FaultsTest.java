package com.devskyy.tasks.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskFailure;
import com.devskyy.tasks.artifacts.S3Front.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A bucket behind a network that fails.
@Timeout(120)
final class S3FaultsTest {
  private static final int LENGTH = 1 << 20;

  @TempDir Path folder;
  private final byte[] bytes = new byte[LENGTH];
  private S3Server server;
  private S3Front front;
  private S3ArtifactStore store;

  @BeforeEach
  void start() throws Exception {
    new Random(7).nextBytes(bytes);
    server = new S3Server(folder);
    front = new S3Front(server.port());
    store =
        new S3ArtifactStore(S3ArtifactStoreTest.bucket(front.port(), ""), folder.resolve("spool"));
  }

  @AfterEach
  void stop() throws Exception {
    store.close();
    front.close();
    server.close();
  }

  private Artifact put() throws IOException {
    return store.put("a.glb", "model/gltf-binary", new ByteArrayInputStream(bytes));
  }

  private byte[] read(Artifact artifact) throws IOException {
    try (InputStream in = store.open(artifact.key())) {
      return in.readAllBytes();
    }
  }

  /// What it means for a task, with the same words.
  static Consumer<Throwable> means(ErrorType type) {
    return thrown -> {
      TaskFailure failure = ((BucketException) thrown).failure();
      assertThat(failure.type()).isEqualTo(type);
      assertThat(failure).hasMessage(thrown.getMessage());
    };
  }

  private long requests(String method) {
    return front.requests().stream().filter(head -> head.startsWith(method)).count();
  }

  @Test
  void aBurstOfSlowDownIsRiddenOut() throws Exception {
    front.fail("PUT", Fault.SLOW_DOWN, 3);
    Artifact artifact = put();
    front.fail("GET", Fault.SLOW_DOWN, 2);
    assertThat(read(artifact)).isEqualTo(bytes);
    assertThat(requests("PUT")).isEqualTo(4);
  }

  @Test
  void slowDownWithoutEndIsSaid() {
    front.fail("PUT", Fault.SLOW_DOWN, 100);
    assertThatThrownBy(this::put)
        .hasMessageContaining("put: it answered 503 SlowDown")
        .satisfies(means(ErrorType.PROVIDER_UNAVAILABLE));
    assertThat(requests("PUT")).isEqualTo(5);
  }

  @Test
  void aPutThatIsCutAtHalfIsSentAgainWhole() throws Exception {
    front.fail("PUT", Fault.RESET_HALF_OF_REQUEST, 2);
    assertThat(read(put())).isEqualTo(bytes);
    assertThat(requests("PUT")).isEqualTo(3);
  }

  @Test
  void aPutWhoseAnswerIsLostFindsItsOwnObjectThere() throws Exception {
    front.fail("PUT", Fault.LOSE_ANSWER, 1);
    assertThat(read(put())).isEqualTo(bytes);
    assertThat(requests("PUT")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"END_HALF_OF_ANSWER", "RESET_HALF_OF_ANSWER"})
  void aDownloadThatBreaksOffGoesOnWhereItWas(Fault fault) throws Exception {
    Artifact artifact = put();
    front.fail("GET", fault, 2);
    assertThat(read(artifact)).isEqualTo(bytes);
    assertThat(front.requests())
        .anyMatch(head -> head.matches("(?is)GET .*\r\nRange: bytes=\\d+-\r\n.*"));
  }

  @Test
  void aDownloadThatAlwaysBreaksOffIsNotTakenForAShortFile() throws Exception {
    Artifact artifact = put();
    front.fail("GET", Fault.END_HALF_OF_ANSWER, 100);
    assertThatThrownBy(() -> read(artifact))
        .hasMessageContaining("broke off at")
        .satisfies(means(ErrorType.PROVIDER_UNAVAILABLE));
  }

  @Test
  void wrongBytesAreNoticed() throws Exception {
    Artifact artifact = put();
    front.fail("GET", Fault.FLIP_A_BIT, 1);
    assertThatThrownBy(() -> read(artifact))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was changed in the bucket or on its way");
  }

  @Test
  void aClockThatIsWrongIsSaid() {
    front.fail("PUT", Fault.SKEWED_CLOCK, 100);
    assertThatThrownBy(this::put)
        .hasMessageContaining("this machine's clock is wrong")
        .satisfies(means(ErrorType.PERMANENT));
  }

  @Test
  void aServerWithoutConditionsIsWrittenToAllTheSame() throws Exception {
    front.fail("PUT", Fault.NOT_IMPLEMENTED, 1);
    assertThat(read(put())).isEqualTo(bytes);
    assertThat(front.requests().getLast()).doesNotContain("If-None-Match");
  }

  @Test
  void aBucketThatIsNotThereIsSaid() throws Exception {
    front.close();
    assertThatThrownBy(this::put)
        .hasMessageContaining("the bucket was not reached")
        .satisfies(means(ErrorType.PROVIDER_UNAVAILABLE));
  }
}
