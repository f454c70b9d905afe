package com.devskyy.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataRootTest {
  @TempDir Path folder;
  private Path root;
  private DataRoot dataRoot;

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectories(folder.resolve("root/sub"));
    Files.writeString(root.resolve("inside.csv"), "text,label\n");
    Files.writeString(folder.resolve("outside.csv"), "secret");
    root = folder.resolve("root").toRealPath();
    dataRoot = new DataRoot(root);
  }

  @Test
  void filesInsideAreFoundRelativeOrAbsolute() {
    var file = root.resolve("sub/inside.csv");
    assertThat(dataRoot.resolve("training_data_path", "sub/inside.csv")).isEqualTo(file);
    assertThat(dataRoot.resolve("training_data_path", "sub/../sub/inside.csv")).isEqualTo(file);
    assertThat(dataRoot.resolve("training_data_path", file.toString())).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../outside.csv", "sub/../../outside.csv", "/etc/passwd", "../none.csv", "/none"})
  void pathsThatLeadOutsideAreRefused(String path) {
    assertThatThrownBy(() -> dataRoot.resolve("training_data_path", path))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "training_data_path must name a file inside the data root %s; was \"%s\": it leads outside",
            root, path);
  }

  @Test
  void symbolicLinksThatLeadOutsideAreRefused() throws IOException {
    Files.createSymbolicLink(root.resolve("link.csv"), folder.resolve("outside.csv"));
    Files.createSymbolicLink(root.resolve("up"), folder);
    for (var path : new String[] {"link.csv", "up/outside.csv"}) {
      assertThatThrownBy(() -> dataRoot.resolve("training_data_path", path))
          .hasMessageContaining("leads outside");
    }
  }

  @Test
  void symbolicLinksThatStayInsideAreFollowed() throws IOException {
    Files.createSymbolicLink(root.resolve("link.csv"), root.resolve("sub/inside.csv"));
    assertThat(dataRoot.resolve("f", "link.csv")).isEqualTo(root.resolve("sub/inside.csv"));
  }

  @Test
  void missingFilesFoldersAndNonsenseAreRefused() {
    assertThatThrownBy(() -> dataRoot.resolve("f", "none.csv"))
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> dataRoot.resolve("f", "sub"))
        .hasMessageContaining("not a readable file");
    assertThatThrownBy(() -> dataRoot.resolve("f", "")).hasMessageContaining("not a readable file");
    assertThatThrownBy(() -> dataRoot.resolve("f", "a\0b"))
        .hasMessageContaining("it is not a path");
  }
}
