package com.devskyy.ml.sentiment;

import com.devskyy.ml.InvalidInputException;
import com.devskyy.ml.Sha256;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Labelled texts, read from a CSV file (RFC 4180, UTF-8 with or without BOM, header first; plain
/// or gzip).
///
/// A row is malformed if it has more or fewer fields than the header, no text, a text above
/// [#MAX_TEXT] characters, bytes that are not UTF-8, no label, or a rating that is not a number
/// from 1 to 5. Such rows are left out and counted. Immutable.
///
/// @param rows the well-formed rows in the order of the file
/// @param negativeLabel name of one label as the data spells it
/// @param positiveLabel name of the other; of two names the last in alphabetical order counts as
///     the positive one ("positive" after "negative", "1" after "0", "yes" after "no")
/// @param malformedRows number of rows left out
/// @param fingerprint sha256 of the file's bytes, in hex
public record SentimentData(
    List<Row> rows,
    String negativeLabel,
    String positiveLabel,
    int malformedRows,
    String fingerprint) {

  /// Bytes a file may have, as stored and unpacked: some 170,000 reviews, which take about 20 times
  /// that in memory while they are learnt.
  public static final int MAX_BYTES = 64 << 20;

  /// Characters a text may have.
  public static final int MAX_TEXT = 20_000;

  /// Where a row belongs. Neutral rows (rated above 2 and below 4) help training and are never
  /// measured on.
  public enum Label {
    NEGATIVE,
    NEUTRAL,
    POSITIVE
  }

  /// One labelled text.
  public record Row(String text, Label label) {}

  public SentimentData {
    rows = List.copyOf(rows);
  }

  /// Reads a file that [com.devskyy.ml.DataRoot] has allowed.
  ///
  /// @throws InvalidInputException if columns are missing, too many rows are malformed (with counts
  ///     and the first malformed line), or there are not exactly two labels
  /// @throws IOException if the file cannot be read or is no gzip though named so
  public static SentimentData read(Path file, SentimentSettings settings) throws IOException {
    var name = file.getFileName();
    if (Files.size(file) > MAX_BYTES) {
      throw new InvalidInputException(
          "%s must have at most %,d bytes; has %,d".formatted(name, MAX_BYTES, Files.size(file)));
    }
    var stored = Files.readAllBytes(file);
    var fingerprint = Sha256.hex(stored);
    var plain =
        stored.length > 2 && stored[0] == (byte) 0x1f && stored[1] == (byte) 0x8b
            ? unpack(stored, file)
            : stored;
    var text = new String(plain, StandardCharsets.UTF_8);
    try (var csv =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .skipEmptyLines(true)
            .ofCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
      return new Reading(file, settings, fingerprint).read(csv);
    } catch (CsvParseException | UncheckedIOException e) {
      throw new InvalidInputException(
          name + " must be CSV as RFC 4180 has it; the reader says: " + e.getMessage());
    }
  }

  private static byte[] unpack(byte[] stored, Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      var plain = in.readNBytes(MAX_BYTES + 1);
      if (plain.length > MAX_BYTES) {
        throw new InvalidInputException(
            "%s must have at most %,d bytes unpacked; has more"
                .formatted(file.getFileName(), MAX_BYTES));
      }
      return plain;
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s must be a whole gzip file; unpacking says: %s"
              .formatted(file.getFileName(), e.getMessage()));
    }
  }

  /// One pass over the records of one file.
  private static final class Reading {
    private final Path file;
    private final SentimentSettings settings;
    private final String fingerprint;
    private final TreeSet<String> names = new TreeSet<>();
    private final List<CsvRecord> good = new ArrayList<>();
    private int malformed;
    private long firstMalformed;

    Reading(Path file, SentimentSettings settings, String fingerprint) {
      this.file = file;
      this.settings = settings;
      this.fingerprint = fingerprint;
    }

    SentimentData read(CsvReader<CsvRecord> csv) {
      var records = csv.iterator();
      var header = records.hasNext() ? records.next().getFields() : List.<String>of();
      int text = column(header, "text_column", settings.textColumn());
      int title =
          settings.titleColumn().isEmpty()
              ? -1
              : column(header, "title_column", settings.titleColumn());
      boolean rated =
          !settings.ratingColumn().isEmpty()
              || (settings.labelColumn().isEmpty() && !header.contains("label"));
      int label =
          rated
              ? column(header, "rating_column", orElse(settings.ratingColumn(), "rating"))
              : column(header, "label_column", orElse(settings.labelColumn(), "label"));

      int total = 0;
      while (records.hasNext()) {
        var row = records.next();
        total++;
        if (wellFormed(row, header.size(), text, label, rated)) {
          good.add(row);
          names.add(row.getField(label).strip());
        } else if (malformed++ == 0) {
          firstMalformed = row.getStartingLineNumber();
        }
      }
      refuseTooManyMalformed(total);
      if (!rated) {
        refuseOtherThanTwoLabels(header.get(label));
      }
      var positive = rated ? "positive" : names.last();
      var rows = new ArrayList<Row>(good.size());
      for (var row : good) {
        var value = row.getField(label).strip();
        var body = row.getField(text).strip();
        var head = title < 0 ? "" : row.getField(title).strip();
        rows.add(
            new Row(
                head.isEmpty() ? body : head + " . " + body,
                rated
                    ? ofRating(Double.parseDouble(value))
                    : value.equals(positive) ? Label.POSITIVE : Label.NEGATIVE));
      }
      return new SentimentData(
          rows, rated ? "negative" : names.first(), positive, malformed, fingerprint);
    }

    private int column(List<String> header, String field, String wanted) {
      int at = header.indexOf(wanted);
      if (at < 0) {
        throw new InvalidInputException(
            "hyperparameters.%s must be a column of %s; was \"%s\", the columns are %s"
                .formatted(field, file.getFileName(), wanted, header));
      }
      return at;
    }

    private static boolean wellFormed(
        CsvRecord row, int columns, int text, int label, boolean rated) {
      if (row.getFieldCount() != columns) {
        return false;
      }
      var body = row.getField(text);
      var value = row.getField(label).strip();
      return !body.isBlank()
          && body.length() <= MAX_TEXT
          && body.indexOf('\uFFFD') < 0
          && !value.isEmpty()
          && (!rated || rating(value) != null);
    }

    private static @Nullable Double rating(String value) {
      try {
        double stars = Double.parseDouble(value);
        return stars >= 1 && stars <= 5 ? stars : null;
      } catch (NumberFormatException e) {
        return null;
      }
    }

    private static Label ofRating(double stars) {
      return stars >= 4 ? Label.POSITIVE : stars <= 2 ? Label.NEGATIVE : Label.NEUTRAL;
    }

    private void refuseTooManyMalformed(int total) {
      if (malformed > settings.maxMalformedShare() * total) {
        throw new InvalidInputException(
            "%s has %,d malformed rows of %,d, the first at line %,d; hyperparameters.max_malformed_share allows a share of %s: mend the file or raise it"
                .formatted(
                    file.getFileName(),
                    malformed,
                    total,
                    firstMalformed,
                    settings.maxMalformedShare()));
      }
    }

    private void refuseOtherThanTwoLabels(String column) {
      if (names.size() != 2) {
        throw new InvalidInputException(
            "%s column \"%s\" must hold exactly two labels; holds %d: %s"
                .formatted(
                    file.getFileName(), column, names.size(), names.stream().limit(5).toList()));
      }
    }

    private static String orElse(String given, String fallback) {
      return given.isEmpty() ? fallback : given;
    }
  }
}
