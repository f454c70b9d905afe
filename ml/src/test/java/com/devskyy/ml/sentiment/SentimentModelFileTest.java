package com.devskyy.ml.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.ml.CorruptModelException;
import com.devskyy.ml.Sha256;
import com.devskyy.ml.TrainingProgress;
import com.devskyy.ml.sample.SampleReviews;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentimentModelFileTest {
  private static SentimentModel model;

  @BeforeAll
  static void model(@TempDir Path folder) throws IOException, InterruptedException {
    var settings = SentimentSettings.defaults();
    var file = Files.writeString(folder.resolve("sample.csv"), SampleReviews.csv(400, 1));
    model =
        new SentimentTrainer(settings)
            .train(SentimentData.read(file, settings), TrainingProgress.SILENT)
            .model();
  }

  private static SentimentModel read(byte[] bytes) throws IOException {
    return SentimentModel.read(new ByteArrayInputStream(bytes), "sentiment_analyzer v1");
  }

  @Test
  void whatIsReadPredictsAsWhatWasWritten() throws IOException {
    var texts = List.of("The fit is perfect.", "The hem is coming apart.", "");
    var again = read(model.toBytes());
    assertThat(again.predict(texts)).isEqualTo(model.predict(texts));
    assertThat(again.toBytes()).isEqualTo(model.toBytes());
  }

  @Test
  void everyDamagedByteIsFound() {
    var good = model.toBytes();
    for (int at = 0; at < good.length; at += at < 200 || at > good.length - 100 ? 1 : 97) {
      var bad = good.clone();
      bad[at] ^= 0x10;
      assertThatThrownBy(() -> read(bad))
          .as("byte " + at)
          .isInstanceOf(CorruptModelException.class)
          .hasMessageStartingWith("sentiment_analyzer v1 is not a whole sentiment model file");
    }
  }

  @Test
  void everyTruncationIsFound() {
    var good = model.toBytes();
    for (int length = 0; length < good.length; length += length < 100 ? 1 : 101) {
      var bad = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> read(bad))
          .as(length + " bytes")
          .isInstanceOf(CorruptModelException.class);
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(good, good.length + 1)))
        .isInstanceOf(CorruptModelException.class);
  }

  @Test
  void newerFormatsAreRefusedByName() {
    var body = Arrays.copyOf(model.toBytes(), model.toBytes().length - 32);
    ByteBuffer.wrap(body).putInt(8, 2);
    var newer = ByteBuffer.allocate(body.length + 32).put(body).put(Sha256.of(body)).array();
    assertThatThrownBy(() -> read(newer))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageStartingWith(
            "sentiment_analyzer v1 has model format 2, this program reads format 1");
  }
}
