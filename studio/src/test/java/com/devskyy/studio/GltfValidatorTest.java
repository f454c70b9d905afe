package com.devskyy.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.devskyy.studio.order.Collection;
import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.studio.order.GarmentType;
import com.devskyy.studio.order.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Khronos' glTF validator as the judge, where `-Dgltf.validator` names the folder of its npm
/// package (`npm install gltf-validator`) and Node is on the PATH.
final class GltfValidatorTest {
  private static final String JUDGE =
      """
      const validator = require(process.argv[1]);
      const bytes = new Uint8Array(require('fs').readFileSync(process.argv[2]));
      validator.validateBytes(bytes).then(report => {
        const issues = report.issues;
        console.log([issues.numErrors, issues.numWarnings, issues.numInfos].join(' '));
        issues.messages.forEach(message => console.log(JSON.stringify(message)));
      });
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Style.class)
  void hasNothingToSayAboutAnyStyle(Style style) throws Exception {
    judge(new GarmentOrder(GarmentType.HOODIE, Collection.LOVE_HURTS, style, "", 3));
  }

  @Test
  void hasNothingToSayAboutAPromptOfManyWords() throws Exception {
    judge(
        new GarmentOrder(
            GarmentType.JACKET,
            Collection.SIGNATURE,
            Style.REALISTIC,
            "navy jacket, \"A\\B <é>\" embroidered in silver, red buttons",
            3));
  }

  private void judge(GarmentOrder order) throws IOException, InterruptedException {
    String validator = System.getProperty("gltf.validator", "");
    assumeTrue(Files.isDirectory(Path.of(validator)) && !validator.isEmpty(), "no validator");
    Path glb = Files.write(folder.resolve("a.glb"), new Studio().make(order, Progress.NONE).glb());
    var node =
        new ProcessBuilder("node", "-e", JUDGE, validator, glb.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor()).as(said).isZero();
    assertThat(said.strip()).isEqualTo("0 0 0");
  }
}
