package com.devskyy.bench.studio;

import com.devskyy.bench.run.ChildFailedException;
import com.devskyy.bench.run.ChildJvm;
import com.devskyy.bench.run.Host;
import com.devskyy.bench.run.Series;
import com.devskyy.bench.run.Table;
import com.devskyy.bench.run.Target;
import com.devskyy.studio.order.GarmentType;
import com.devskyy.studio.order.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures what the studio takes to make each garment.
@Command(
    name = "studio",
    mixinStandardHelpOptions = true,
    description = {
      "Measures time and memory of the studio's garments, each in processes of its own: seconds from",
      "the start of a process until its first is there, processor time of the whole process for each",
      "later one, the most memory that the process held. Exit code 1 when a target is missed or",
      "something was not made."
    })
public final class StudioBench implements Callable<Integer> {
  private static final double MOST_COLD = 4;
  private static final double MOST_WARM = 1.5;
  private static final double MOST_MEGABYTES = 512;

  /// Megabytes of heap: what a process holds beside it must fit under the limit too.
  private static final int HEAP = 320;

  /// By then the compiler has seen everything often enough.
  private static final int UNMEASURED = 8;

  /// Processes of each garment; one of them goes on until it is warm.
  private static final int PROCESSES = 3;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "GARMENT",
      description = "what to measure: ${COMPLETION-CANDIDATES}; default all")
  private List<GarmentType> only = Arrays.asList(GarmentType.values());

  @Option(
      names = "--style",
      split = ",",
      paramLabel = "STYLE",
      description = "how they look: ${COMPLETION-CANDIDATES}; default REALISTIC")
  private List<Style> styles = List.of(Style.REALISTIC);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "warm makings that are measured, 1 to 100; default ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--brief",
      description = "each twice, in one process: shows that it runs, measures nothing")
  private boolean brief;

  @Spec private CommandSpec spec = CommandSpec.create();

  /// What is made over and over.
  private record Piece(GarmentType type, Style style) {
    String title() {
      return "%s, %s".formatted(type.word().replace('_', ' '), style.word());
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || rounds > 100) {
      throw new ParameterException(
          spec.commandLine(),
          "what: --rounds %d is refused%nwhy:  it must be from 1 to 100%nnext: choose another number"
              .formatted(rounds));
    }
    Path scratch = Files.createTempDirectory("bench-studio-");
    try {
      return measure(scratch);
    } finally {
      delete(scratch);
    }
  }

  private int measure(Path scratch) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    double loadBefore = Host.load();
    List<Piece> pieces =
        styles.stream()
            .flatMap(style -> only.stream().map(type -> new Piece(type, style)))
            .distinct()
            .toList();
    Map<Piece, Map<Figure, Series>> figures = new LinkedHashMap<>();
    for (Piece piece : pieces) {
      try {
        figures.put(piece, figures(piece, scratch));
        err.printf("measured %s%n", piece.title());
      } catch (ChildFailedException e) {
        err.printf("not made: %s: %s%n%s%n", piece.title(), e.getMessage(), e.words());
      }
      err.flush();
    }
    Host host = Host.here();
    out.printf(
        Locale.ROOT,
        "%s, %d cores; Java %s, %d MB of heap; load %.1f before, %.1f after%n%s%n%n",
        host.processor(),
        host.cores(),
        host.java(),
        HEAP,
        loadBefore,
        Host.load(),
        brief
            ? "brief: figures of processes that are never warm say nothing"
            : "median (least to most); cold: %d processes; warm: %d makings after %d unmeasured"
                .formatted(PROCESSES, rounds, UNMEASURED + 1));
    print(out, figures);
    List<Target> targets = targets(figures.values());
    Table.print(out, "the worst garment", targets);
    return figures.size() < pieces.size() || (isMissed(targets) && !brief) ? 1 : 0;
  }

  private Map<Figure, Series> figures(Piece piece, Path scratch)
      throws IOException, InterruptedException, ChildFailedException {
    Map<Figure, List<Double>> values = new EnumMap<>(Figure.class);
    if (brief) {
      run(piece, scratch, List.of("-XX:TieredStopAtLevel=1"), 0, 1, values);
    } else {
      run(piece, scratch, List.of(), UNMEASURED, rounds, values);
      for (int i = 1; i < PROCESSES; i++) {
        run(piece, scratch, List.of(), 0, 0, values);
      }
    }
    Map<Figure, Series> series = new EnumMap<>(Figure.class);
    values.forEach((figure, each) -> series.put(figure, new Series(each)));
    return series;
  }

  private static void run(
      Piece piece,
      Path scratch,
      List<String> options,
      int unmeasured,
      int measured,
      Map<Figure, List<Double>> values)
      throws IOException, InterruptedException, ChildFailedException {
    List<String> all = new ArrayList<>(options);
    all.add("-Xmx" + HEAP + "m");
    List<String> arguments =
        List.of(piece.type.name(), piece.style.name(), "" + unmeasured, "" + measured);
    for (String line : ChildJvm.run(scratch, all, StudioChild.class, arguments)) {
      String[] parts = line.split("\t", -1);
      values
          .computeIfAbsent(Figure.valueOf(parts[0]), _ -> new ArrayList<>())
          .add(Double.valueOf(parts[1]));
    }
  }

  private static void print(PrintWriter out, Map<Piece, Map<Figure, Series>> all) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("garment"));
    Stream.of(Figure.values()).map(Figure::title).forEach(head::add);
    rows.add(head);
    all.forEach(
        (piece, figures) -> {
          List<String> row = new ArrayList<>(List.of(piece.title()));
          for (Figure figure : Figure.values()) {
            row.add(of(figures, figure).map(StudioBench::text).orElse(Table.NONE));
          }
          rows.add(row);
        });
    Table.print(out, rows);
  }

  /// What comes out the same each time needs no spread.
  private static String text(Series series) {
    return series.min() == series.max() ? Table.number(series.median()) : Table.text(series);
  }

  private static Optional<Series> of(Map<Figure, Series> figures, Figure figure) {
    return Optional.ofNullable(figures.get(figure));
  }

  static List<Target> targets(Collection<Map<Figure, Series>> figures) {
    return List.of(
        target(Figure.COLD, MOST_COLD, figures),
        target(Figure.WARM, MOST_WARM, figures),
        target(Figure.MEGABYTES, MOST_MEGABYTES, figures));
  }

  static boolean isMissed(List<Target> targets) {
    return targets.stream().anyMatch(target -> !target.met().orElse(true));
  }

  /// Memory is judged by the most that any process held, time by the median.
  private static Target target(Figure figure, double most, Collection<Map<Figure, Series>> all) {
    Stream<Series> each = all.stream().flatMap(figures -> of(figures, figure).stream());
    Optional<Series> worst =
        figure == Figure.MEGABYTES
            ? each.map(Series::max).max(Double::compare).map(max -> new Series(List.of(max)))
            : each.max(Comparator.comparingDouble(Series::median));
    return new Target(figure.title(), most, false, worst);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
