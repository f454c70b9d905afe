package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Documents name what exists.
class DocumentsTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

  /// Written like classes, but values of an error's type.
  private static final Set<String> WORDS = Set.of("WorkerCrash", "OutcomeUnknown");

  static List<Path> documents() throws IOException {
    try (Stream<Path> notes = Files.list(HOME.resolve("docs/notes"))) {
      return Stream.concat(
              Stream.of(
                      "README.md",
                      "CONTRIBUTING.md",
                      "bench/README.md",
                      "docs/architecture.md",
                      "docs/containers.md",
                      "docs/dependencies.md",
                      "spec/README.md")
                  .map(HOME::resolve),
              notes.sorted())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyClassThatIsNamedExists(Path document) throws IOException {
    Set<String> missing = found(document, CLASS_NAME);
    missing.removeAll(classes());
    missing.removeAll(WORDS);
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsSomewhere(Path document) throws IOException {
    Path folder = document.getParent();
    assertThat(found(document, LINK)).allMatch(link -> Files.exists(folder.resolve(link)));
  }

  private static Set<String> found(Path document, Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(document))
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> classes() throws IOException {
    try (Stream<Path> files = Files.walk(HOME)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
