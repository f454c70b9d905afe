package com.devskyy.tasks.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.testkit.ArtifactStoreContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3ArtifactStoreTest extends ArtifactStoreContract {
  @TempDir static Path folder;
  private static S3Server server;
  private static int stores;

  private S3ArtifactStore store;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
    if (Files.exists(spool())) {
      try (var left = Files.list(spool())) {
        assertThat(left).isEmpty();
      }
    }
  }

  private static Path spool() {
    return folder.resolve("spool");
  }

  /// One bucket, a prefix for each test.
  static Bucket bucket(int port, String prefix) {
    return new Bucket(
        S3Server.BUCKET,
        prefix,
        "us-east-1",
        Optional.of(URI.create("http://127.0.0.1:" + port)),
        Optional.of(S3Server.KEYS),
        Optional.empty(),
        Bucket.LONGEST_LINKS);
  }

  @Override
  protected ArtifactStore open() {
    store = new S3ArtifactStore(bucket(server.port(), "test/" + stores++), spool());
    return store;
  }

  private static Artifact put(ArtifactStore into) throws IOException {
    return into.put(
        "hoodie é.glb", "model/gltf-binary", new ByteArrayInputStream("glTF".getBytes(UTF_8)));
  }

  private S3ArtifactStore other(Bucket bucket) {
    store.close();
    store = new S3ArtifactStore(bucket, spool());
    return store;
  }

  @Test
  void whatKilledProcessesLeftIsRemovedADayLater() throws Exception {
    Path old = unchangedFor(Duration.ofHours(25), ".upload-1");
    Path underWay = unchangedFor(Duration.ofHours(23), ".upload-2");
    put(store);
    assertThat(old).doesNotExist();
    assertThat(underWay).exists();
    Files.delete(underWay);
  }

  private static Path unchangedFor(Duration time, String name) throws IOException {
    Path file = Files.createFile(Files.createDirectories(spool()).resolve(name));
    Instant now = Files.getLastModifiedTime(file).toInstant();
    return Files.setLastModifiedTime(file, FileTime.from(now.minus(time)));
  }

  @Test
  void aLinkNeedsNoKeysAndSaysWhatTheFileIs() throws Exception {
    Artifact artifact = put(store);
    var link = (HttpURLConnection) store.url(artifact).orElseThrow().toURL().openConnection();
    assertThat(link.getResponseCode()).isEqualTo(200);
    assertThat(link.getContentType()).isEqualTo("model/gltf-binary");
    assertThat(link.getHeaderField("Content-Disposition"))
        .isEqualTo("inline; filename=\"hoodie _.glb\"; filename*=UTF-8''hoodie%20%C3%A9.glb");
    assertThat(link.getHeaderField("Cache-Control")).contains("immutable");
    assertThat(link.getHeaderField("x-amz-meta-sha256")).isEqualTo(artifact.key());
  }

  @Test
  void aLinkThatWasTamperedWithIsRefused() throws Exception {
    String link = store.url(put(store)).orElseThrow().toString();
    assertThat(status(link)).isEqualTo(200);
    assertThat(status(link.replace("X-Amz-Expires=604800", "X-Amz-Expires=604799"))).isEqualTo(403);
    assertThat(status(link.substring(0, link.indexOf('?')))).isEqualTo(403);
  }

  @Test
  void aLinkExpires() throws Exception {
    Bucket bucket = bucket(server.port(), "expiring");
    other(
        new Bucket(
            bucket.name(),
            bucket.prefix(),
            bucket.region(),
            bucket.endpoint(),
            bucket.keys(),
            Optional.empty(),
            Duration.ofSeconds(1)));
    String link = store.url(put(store)).orElseThrow().toString();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (status(link) == 200 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(status(link)).isEqualTo(403);
  }

  private static int status(String link) throws IOException {
    return ((HttpURLConnection) URI.create(link).toURL().openConnection()).getResponseCode();
  }

  @Test
  void wherePublicObjectsAreReadIsSaidPlainly() {
    Bucket bucket = bucket(server.port(), "public");
    var open =
        other(
            new Bucket(
                bucket.name(),
                "shop/a",
                bucket.region(),
                bucket.endpoint(),
                bucket.keys(),
                Optional.of(URI.create("https://cdn.example/")),
                Bucket.LONGEST_LINKS));
    String key = "ab".repeat(32);
    assertThat(open.url(new Artifact(key, "a", "text/plain", 1)))
        .contains(URI.create("https://cdn.example/shop/a/sha256/ab/" + key));
  }

  @Test
  void wrongKeysAndAMissingBucketAreExplained() {
    Bucket bucket = bucket(server.port(), "");
    var wrong =
        other(
            new Bucket(
                bucket.name(),
                "",
                bucket.region(),
                bucket.endpoint(),
                Optional.of(new Bucket.Keys("test-id", "geheim")),
                Optional.empty(),
                Bucket.LONGEST_LINKS));
    assertThatThrownBy(() -> put(wrong))
        .satisfies(S3FaultsTest.means(ErrorType.PERMANENT))
        .hasMessageContaining("SignatureDoesNotMatch; S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY")
        .hasMessageNotContaining("geheim");
    var missing =
        other(
            new Bucket(
                "no-such-bucket",
                "",
                bucket.region(),
                bucket.endpoint(),
                bucket.keys(),
                Optional.empty(),
                Bucket.LONGEST_LINKS));
    assertThatThrownBy(() -> put(missing))
        .satisfies(S3FaultsTest.means(ErrorType.PERMANENT))
        .hasMessageContaining(
            "s3://no-such-bucket put: it answered 404 NoSuchBucket; make the bucket");
  }
}
