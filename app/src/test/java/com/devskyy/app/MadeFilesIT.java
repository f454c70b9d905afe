package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.app.Program.Ended;
import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import com.devskyy.fakes.FakeFashn;
import com.devskyy.json.JsonCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `run` shows of models and pictures: progress, the result, and where the files are.
final class MadeFilesIT {
  private static final String[] HOODIE = {
    "run",
    "generate_3d",
    "--user-id",
    "studio",
    "--garment-type",
    "hoodie",
    "--prompt",
    "Black Rose hoodie with gold embroidery",
    "--collection",
    "BLACK_ROSE"
  };

  @TempDir private Path folder;

  private static Map<?, ?> result(Ended ended) {
    return (Map<?, ?>)
        new JsonCodec()
            .decode(Json.of(ended.out().strip()), Object.class, Codec.UnknownFields.IGNORE)
            .value();
  }

  /// The lines about files: those behind the one that says `completed`, without their sizes.
  private static List<String> shown(Ended ended) {
    return ended
        .err()
        .lines()
        .dropWhile(line -> !line.startsWith("● completed"))
        .skip(1)
        .map(line -> line.strip().replaceFirst("  \\S+ \\S+$", ""))
        .toList();
  }

  private static byte[] at(Object url) throws IOException {
    try (var in = URI.create(url.toString()).toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  private static void startsWith(byte[] file, String magic) {
    assertThat(new String(file, 0, magic.length(), StandardCharsets.ISO_8859_1)).isEqualTo(magic);
  }

  @Test
  void aGarmentIsMadeWithProgressAndItsFilesAreThere() throws Exception {
    Ended ended = new Program(folder).run(HOODIE);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err())
        .containsSubsequence(
            "processing  5 %  cutting the cloth",
            "painting", "100 %  kept black-rose-hoodie.glb", "● completed");
    List<String> files = shown(ended);
    assertThat(files.stream().map(file -> Path.of(file).getFileName().toString()))
        .containsExactly(
            "black-rose-hoodie.glb",
            "black-rose-hoodie-front.png",
            "black-rose-hoodie-texture.png",
            "black-rose-hoodie-three-quarter.png",
            "black-rose-hoodie-back.png");
    for (String file : files) {
      startsWith(
          Files.readAllBytes(folder.resolve(file)), file.endsWith(".glb") ? "glTF" : "\u0089PNG");
    }
    Map<?, ?> result = result(ended);
    startsWith(at(result.get("model_url")), "glTF");
    startsWith(at(result.get("texture_url")), "\u0089PNG");
    startsWith(at(result.get("preview_url")), "\u0089PNG");
    assertThat(((Map<?, ?>) result.get("metadata")).get("provider")).isEqualTo("local-preview");

    Ended cutOut =
        new Program(folder)
            .run(
                "run",
                "fashn_tryon",
                "--user-id",
                "studio",
                "--operation",
                "background_remove",
                "--garment-image",
                files.get(1));
    assertThat(cutOut.exitCode()).as(cutOut.err()).isZero();
    assertThat(shown(cutOut)).singleElement().asString().endsWith("background-remove.png");
    startsWith(Files.readAllBytes(folder.resolve(shown(cutOut).getFirst())), "\u0089PNG");
  }

  @Test
  void aGarmentIsPutOnAPersonWithProgressAndThePictureIsThere() throws Exception {
    try (var fashn = new FakeFashn(InstantSource.system())) {
      fashn.pace(Duration.ofMillis(500), Duration.ofSeconds(1));
      Ended made = new Program(folder).run(HOODIE);
      String picture = shown(made).get(1);
      Ended ended =
          new Program(folder)
              .with("FASHN_URL", fashn.base().toString())
              .with("FASHN_API_KEY", FakeFashn.KEY)
              .run(
                  "run",
                  "fashn_tryon",
                  "--user-id",
                  "studio",
                  "--model-image",
                  picture,
                  "--garment-image",
                  picture);
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.err())
          .containsSubsequence(
              "FASHN: processing", "100 %  kept try-on.png", "● completed", "try-on.png");
      byte[] file = Files.readAllBytes(folder.resolve(shown(ended).getFirst()));
      startsWith(file, "\u0089PNG");
      assertThat(at(result(ended).get("image_url"))).isEqualTo(file);
      assertThat(fashn.spent()).isEqualTo(1);
      assertThat(fashn.complaints()).isEmpty();
    }
  }

  @Test
  void withABucketTheAddressesAreShown() throws Exception {
    try (var bucket = new Watched()) {
      var program =
          new Program(folder)
              .with("ARTIFACTS_URL", "s3://garments")
              .with("S3_ENDPOINT", bucket.address())
              .with("S3_ACCESS_KEY_ID", "id")
              .with("S3_SECRET_ACCESS_KEY", "secret");
      Ended ended = program.run(HOODIE);
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      List<String> files = shown(ended);
      assertThat(files)
          .hasSize(5)
          .allSatisfy(file -> assertThat(file).startsWith(bucket.address() + "/garments/sha256/"));
      startsWith(at(files.getFirst()), "glTF");
      assertThat(files.getFirst()).isEqualTo(result(ended).get("model_url"));

      Path picture = Files.write(folder.resolve("front.png"), at(files.get(1)));
      Ended cutOut =
          program
              .with("ARTIFACTS_PUBLIC_URL", bucket.address() + "/garments")
              .run(
                  "run",
                  "fashn_tryon",
                  "--user-id",
                  "studio",
                  "--operation",
                  "background_remove",
                  "--garment-image",
                  picture.getFileName().toString());
      assertThat(cutOut.exitCode()).as(cutOut.err()).isZero();
      assertThat(shown(cutOut)).containsExactly(result(cutOut).get("image_url").toString());
      startsWith(at(shown(cutOut).getFirst()), "\u0089PNG");
    }
  }
}
