package com.devskyy.tasks.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.Shelf;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tasks whose files go into a bucket that does not take them.
final class BucketOfTasksTest {
  record Keep(String name) {}

  private static final TaskType<Keep, String> TYPE =
      TaskType.named("keep", Keep.class, String.class).description("Keeps a file").build();

  @TempDir Path folder;

  /// Takes nothing until it is mended.
  private static final class Refusing implements ArtifactStore {
    private final boolean isLasting;
    private int puts;
    private boolean mended;

    Refusing(boolean isLasting) {
      this.isLasting = isLasting;
    }

    @Override
    public Artifact put(String name, String mediaType, InputStream content) throws IOException {
      puts++;
      if (!mended) {
        throw new BucketException(
            "s3://models put: make the bucket first", isLasting, new IOException("404"));
      }
      return new Artifact("ab".repeat(32), name, mediaType, 4);
    }

    @Override
    public InputStream open(String key) throws IOException {
      throw new FileNotFoundException(key);
    }

    @Override
    public boolean exists(String key) {
      return false;
    }
  }

  private Fleet fleet(Refusing bucket) {
    var fleet = new Fleet(folder, List.of(TYPE), bucket);
    fleet.serve(
        List.of(
            TYPE.servedBy(
                (context, keep) -> {
                  Shelf.Kept kept =
                      fleet.shelf.keep(context, keep.name(), "text/plain", "text".getBytes(UTF_8));
                  return kept.sha256();
                })));
    return fleet;
  }

  @Test
  void whatStaysSoWaitsForAPersonAndIsNotTriedAgain() {
    var bucket = new Refusing(true);
    Fleet fleet = fleet(bucket);
    Task task = fleet.toEnd(fleet.enqueue(TYPE, new Keep("a.txt")));
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains("make the bucket first");
    assertThat(bucket.puts).isEqualTo(1);
    bucket.mended = true;
    fleet.replay(task.id());
    assertThat(fleet.toEnd(task.id()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void whatMayPassIsTriedAgain() {
    var bucket = new Refusing(false);
    Fleet fleet = fleet(bucket);
    Task task = fleet.toEnd(fleet.enqueue(TYPE, new Keep("a.txt")));
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE);
    assertThat(bucket.puts).isGreaterThan(1);
  }
}
