package com.devskyy.ml.sentiment;

import com.devskyy.ml.CorruptModelException;
import com.devskyy.ml.InvalidInputException;
import com.devskyy.ml.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A trained sentiment model. Immutable; any number of threads may predict with it.
///
/// ### File format 1
///
/// ```
/// 8 bytes   "DSWSENTI"
/// int       format, 1
/// ...       labels, calibration, bias, weight of parts, number of texts and of features
/// ...       per feature, ascending by hash: distance to the last hash and number of texts, both
///           as variable-length integers, then the weight as float
/// 32 bytes  sha256 of all before it
/// ```
/// Magic, format and checksum stay where they are in every later format.
public final class SentimentModel {
  private static final byte[] MAGIC = "DSWSENTI".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int CHECKSUM_BYTES = 32;
  private static final int MAX_BYTES = 64 << 20;

  private final String negativeLabel;
  private final String positiveLabel;
  private final Vocabulary vocabulary;
  private final float[] weights;
  private final double bias;
  private final Calibration calibration;

  SentimentModel(
      String negativeLabel,
      String positiveLabel,
      Vocabulary vocabulary,
      float[] weights,
      double bias,
      Calibration calibration) {
    this.negativeLabel = negativeLabel;
    this.positiveLabel = positiveLabel;
    this.vocabulary = vocabulary;
    this.weights = weights;
    this.bias = bias;
    this.calibration = calibration;
  }

  /// What the model makes of one text.
  ///
  /// @param sentiment a label, spelt as in the training data
  /// @param confidence probability that this label is right, 0 to 1. The label is chosen for the
  ///     best macro-F1, so for the rarer label it may lie somewhat below 0.5.
  /// @param text as given
  public record Prediction(String sentiment, double confidence, String text) {}

  /// Predictions in the order of the texts. Takes about 0.1 ms a text.
  public List<Prediction> predict(List<String> texts) {
    return texts.stream().map(this::predict).toList();
  }

  private Prediction predict(String text) {
    double probability = probability(text);
    return probability >= calibration.threshold()
        ? new Prediction(positiveLabel, probability, text)
        : new Prediction(negativeLabel, 1 - probability, text);
  }

  /// Measures on labelled texts, which should be others than it was trained on. Neutral rows are
  /// left out.
  ///
  /// @throws InvalidInputException if there are none, or their labels have other names
  public Evaluation evaluate(SentimentData data) {
    if (!data.negativeLabel().equals(negativeLabel)
        || !data.positiveLabel().equals(positiveLabel)) {
      throw new InvalidInputException(
          "labels must be \"%s\" and \"%s\", as the model learnt them; were \"%s\" and \"%s\""
              .formatted(negativeLabel, positiveLabel, data.negativeLabel(), data.positiveLabel()));
    }
    return evaluate(data.rows());
  }

  Evaluation evaluate(List<SentimentData.Row> rows) {
    var scored = rows.stream().filter(row -> row.label() != SentimentData.Label.NEUTRAL).toList();
    if (scored.isEmpty()) {
      throw new InvalidInputException("data must hold labelled texts to measure on; holds none");
    }
    var positive = new boolean[scored.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = scored.get(i).label() == SentimentData.Label.POSITIVE;
    }
    var probability = scored.parallelStream().mapToDouble(row -> probability(row.text())).toArray();
    return Evaluation.of(probability, calibration.threshold(), positive);
  }

  private double probability(String text) {
    var vector = vocabulary.vector(Features.of(text, vocabulary.charWeight() > 0));
    double score = bias;
    for (int k = 0; k < vector.at().length; k++) {
      score += weights[vector.at()[k]] * vector.value()[k];
    }
    return calibration.probability(score);
  }

  /// Writes the model; the same model gives the same bytes. Does not close the stream.
  public void write(OutputStream out) throws IOException {
    out.write(toBytes());
  }

  /// The bytes that [#write] writes.
  public byte[] toBytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeInt(FORMAT);
      out.writeUTF(negativeLabel);
      out.writeUTF(positiveLabel);
      out.writeDouble(calibration.slope());
      out.writeDouble(calibration.offset());
      out.writeDouble(calibration.threshold());
      out.writeDouble(bias);
      out.writeDouble(vocabulary.charWeight());
      out.writeInt(vocabulary.texts());
      out.writeInt(vocabulary.size());
      int last = Integer.MIN_VALUE;
      for (int i = 0; i < vocabulary.size(); i++) {
        writeVariable(out, vocabulary.hash(i) - last);
        writeVariable(out, vocabulary.count(i));
        out.writeFloat(weights[i]);
        last = vocabulary.hash(i);
      }
      out.write(Sha256.of(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: in memory
    }
    return bytes.toByteArray();
  }

  /// Reads what [#write] wrote. Does not close the stream.
  ///
  /// @param name of the file, for errors
  /// @throws CorruptModelException if it is damaged, cut short, another kind of file, or of a newer
  ///     format
  public static SentimentModel read(InputStream in, String name) throws IOException {
    var bytes = in.readNBytes(MAX_BYTES + 1);
    int body = bytes.length - CHECKSUM_BYTES;
    if (body < MAGIC.length + Integer.BYTES || bytes.length > MAX_BYTES) {
      throw corrupt(name, "has %,d bytes".formatted(bytes.length));
    }
    if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw corrupt(name, "does not begin as a sentiment model does");
    }
    if (!Arrays.equals(
        Sha256.of(Arrays.copyOf(bytes, body)), Arrays.copyOfRange(bytes, body, bytes.length))) {
      throw corrupt(name, "does not match its checksum");
    }
    try (var data =
        new DataInputStream(new ByteArrayInputStream(bytes, MAGIC.length, body - MAGIC.length))) {
      int format = data.readInt();
      if (format != FORMAT) {
        throw new CorruptModelException(
            "%s has model format %d, this program reads format %d: run a newer version of it, or train again"
                .formatted(name, format, FORMAT));
      }
      return readBody(data);
    }
  }

  private static SentimentModel readBody(DataInputStream in) throws IOException {
    var negativeLabel = in.readUTF();
    var positiveLabel = in.readUTF();
    var calibration = new Calibration(in.readDouble(), in.readDouble(), in.readDouble());
    double bias = in.readDouble();
    double charWeight = in.readDouble();
    int texts = in.readInt();
    int size = in.readInt();
    var hashes = new int[size];
    var counts = new int[size];
    var weights = new float[size];
    int last = Integer.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      last += readVariable(in);
      hashes[i] = last;
      counts[i] = readVariable(in);
      weights[i] = in.readFloat();
    }
    return new SentimentModel(
        negativeLabel,
        positiveLabel,
        new Vocabulary(texts, charWeight, hashes, counts),
        weights,
        bias,
        calibration);
  }

  private static CorruptModelException corrupt(String name, String what) {
    return new CorruptModelException(
        "%s is not a whole sentiment model file: it %s; use another version or train again"
            .formatted(name, what));
  }

  /// Seven bits a byte, low bits first, the high bit set on all but the last.
  private static void writeVariable(DataOutputStream out, int value) throws IOException {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static int readVariable(DataInputStream in) throws IOException {
    int value = 0;
    int shift = 0;
    int part;
    do {
      part = in.readUnsignedByte();
      value |= (part & 0x7f) << shift;
      shift += 7;
    } while (part > 0x7f);
    return value;
  }
}
