package com.devskyy.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Programs of other people that read what the studio writes. They run on Node, from the npm
/// packages in the folder that `-Dmodel.judges` names; without either a test is skipped. See
/// `CONTRIBUTING.md`.
enum Judge {
  /// Khronos' glTF validator: a line for each of its messages, and one with the number of files.
  GLTF("gltf.mjs"),
  /// The USD reader tinyusdz: a line for each mesh, with its counts and the bytes of its textures.
  USD("usd.mjs");

  private final String script;

  Judge(String script) {
    this.script = script;
  }

  List<String> says(List<String> files) throws IOException, InterruptedException {
    String packages = System.getProperty("model.judges", "");
    assumeTrue(!packages.isEmpty(), "-Dmodel.judges is not set, see CONTRIBUTING.md");
    List<String> command = new ArrayList<>(List.of("node", path(), packages));
    command.addAll(files);
    Process node;
    try {
      node = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "node is not on the PATH: " + e.getMessage());
      throw e;
    }
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private String path() {
    try {
      return Path.of(Objects.requireNonNull(Judge.class.getResource(script)).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
