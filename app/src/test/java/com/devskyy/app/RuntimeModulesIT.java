package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The runtime of the container image has what the built jars need.
final class RuntimeModulesIT {
  @Test
  void theImageHasEveryModuleThatTheJarsUse() throws IOException {
    Set<String> needed = needed();
    assertThat(needed).contains("java.base", "java.desktop", "java.net.http", "jdk.httpserver");
    var dockerfile =
        Pattern.compile("--add-modules ([\\w.,]+)")
            .matcher(Files.readString(Path.of("../Dockerfile.worker")));
    assertThat(dockerfile.find()).isTrue();
    assertThat(Set.of(dockerfile.group(1).split(","))).containsAll(needed);
  }

  private static Set<String> needed() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--multi-release",
                "25",
                "--ignore-missing-deps",
                "--print-module-deps",
                "--class-path",
                "target/lib/*",
                "target/devskyy.jar"));
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      jars.map(Path::toString).forEach(arguments::add);
    }
    var out = new StringWriter();
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
    assertThat(code).as(out.toString()).isZero();
    return new TreeSet<>(Set.of(out.toString().strip().split(",")));
  }
}
