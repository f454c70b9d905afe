package com.devskyy.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where tests are run by root.
final class NobodyTest {
  private static final List<String> COMMAND = List.of("/opt/postgres/bin/initdb", "--pgdata=here");

  @TempDir private Path folder;

  @Test
  void withoutSetprivItIsSaidWhatToInstall() {
    assertThatThrownBy(() -> Nobody.runs(COMMAND, folder.toString()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("initdb refuses to be run by root, and there is no setpriv")
        .hasMessageContaining("apt-get install util-linux");
  }

  @Test
  void withSetprivItIsRunAsNobody() throws Exception {
    Path program = Files.createFile(folder.resolve("setpriv"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(Nobody.runs(COMMAND, "/nowhere:" + folder))
        .startsWith("setpriv", "--reuid=nobody")
        .endsWith("--", "/opt/postgres/bin/initdb", "--pgdata=here");
  }
}
