package com.devskyy.ml.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.ml.InvalidInputException;
import com.devskyy.ml.sentiment.SentimentData.Label;
import com.devskyy.ml.sentiment.SentimentData.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentimentDataTest {
  @TempDir Path folder;

  private SentimentData read(String csv, Map<String, ?> hyperparameters) throws IOException {
    return read(csv.getBytes(StandardCharsets.UTF_8), hyperparameters);
  }

  private SentimentData read(byte[] bytes, Map<String, ?> hyperparameters) throws IOException {
    var file = Files.write(folder.resolve("data.csv"), bytes);
    return SentimentData.read(file, SentimentSettings.from(hyperparameters));
  }

  @Test
  void labelsKeepTheirNames() throws IOException {
    var data = read("label,text\nno,bad\nyes,good\n", Map.of());
    assertThat(data.negativeLabel()).isEqualTo("no");
    assertThat(data.positiveLabel()).isEqualTo("yes");
    assertThat(data.rows())
        .containsExactly(new Row("bad", Label.NEGATIVE), new Row("good", Label.POSITIVE));
  }

  @Test
  void ratingsBecomeLabels() throws IOException {
    var data = read("text,rating\na,1\nb,2\nc,3\nd,4.0\ne,5\n", Map.of());
    assertThat(data.rows())
        .extracting(Row::label)
        .containsExactly(
            Label.NEGATIVE, Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE, Label.POSITIVE);
    assertThat(data.positiveLabel()).isEqualTo("positive");
  }

  @Test
  void columnsAreChosenByHyperparameter() throws IOException {
    var data =
        read(
            "t,body,stars,label\nHead,one,5,x\n,two,1,y\n",
            Map.of("text_column", "body", "title_column", "t", "rating_column", "stars"));
    assertThat(data.rows()).extracting(Row::text).containsExactly("Head . one", "two");
    assertThatThrownBy(() -> read("text,label\n", Map.of("text_column", "body")))
        .hasMessage(
            "hyperparameters.text_column must be a column of data.csv; was \"body\", the columns are [text, label]");
  }

  @Test
  void byteOrderMarkQuotesAndLineBreaksAreRead() throws IOException {
    var data = read("\uFEFFtext,label\r\n\"a \"\"b\"\",\nc\",p\r\n\r\nd,n\r\n", Map.of());
    assertThat(data.rows()).extracting(Row::text).containsExactly("a \"b\",\nc", "d");
  }

  @Test
  void gzipIsKnownByItsContent() throws IOException {
    var file = folder.resolve("data.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("text,label\na,x\nb,y\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(SentimentData.read(file, SentimentSettings.defaults()).rows()).hasSize(2);
    var whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 9));
    assertThatThrownBy(() -> SentimentData.read(file, SentimentSettings.defaults()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("data.csv.gz must be a whole gzip file");
  }

  @Test
  void fingerprintIsOfTheFile() throws IOException {
    var data = read("text,label\na,x\nb,y\n", Map.of());
    assertThat(data.fingerprint())
        .hasSize(64)
        .isNotEqualTo(read("text,label\na,x\nc,y\n", Map.of()).fingerprint());
  }

  @Test
  void malformedRowsAreCountedUpToTheShare() throws IOException {
    var csv = "text,rating\ngood,5\nmore,5,extra\n,4\nfew\nword,many\nfar,9\nbad,1\nempty,\n";
    assertThatThrownBy(() -> read(csv, Map.of()))
        .hasMessage(
            "data.csv has 6 malformed rows of 8, the first at line 3; hyperparameters.max_malformed_share"
                + " allows a share of 0.05: mend the file or raise it");
    var data = read(csv, Map.of("max_malformed_share", 0.75));
    assertThat(data.malformedRows()).isEqualTo(6);
    assertThat(data.rows()).extracting(Row::text).containsExactly("good", "bad");
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() throws IOException {
    var data =
        read(
            "text,label\ncaf\u00e9,x\na,x\nb,y\n".getBytes(StandardCharsets.ISO_8859_1),
            Map.of("max_malformed_share", 0.5));
    assertThat(data.malformedRows()).isEqualTo(1);
  }

  @Test
  void otherThanTwoLabelsAreRefused() {
    assertThatThrownBy(() -> read("text,label\na,x\nb,y\nc,z\n", Map.of()))
        .hasMessage("data.csv column \"label\" must hold exactly two labels; holds 3: [x, y, z]");
    assertThatThrownBy(() -> read("text,label\n", Map.of())).hasMessageContaining("holds 0");
    assertThatThrownBy(() -> read("", Map.of())).hasMessageContaining("the columns are []");
  }
}
