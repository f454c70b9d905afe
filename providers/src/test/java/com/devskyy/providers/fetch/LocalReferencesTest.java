package com.devskyy.providers.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files below the data root, and data URIs.
final class LocalReferencesTest {
  @TempDir Path folder;
  private Path root;
  private InputFiles files;

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectories(folder.resolve("root")).toRealPath();
    Files.write(Files.createDirectories(root.resolve("in")).resolve("a.png"), Pictures.png(4, 3));
    Files.write(folder.resolve("outside.png"), Pictures.png(4, 3));
    files = new InputFiles(FetchRules.of(root, Set.of()));
  }

  private InputFile read(String value) throws IOException {
    return files.read("image_path", value, Wanted.IMAGE);
  }

  private void refused(String value, String why) {
    assertThatThrownBy(() -> read(value))
        .isInstanceOf(InputRefusedException.class)
        .hasMessageStartingWith("image_path must be a")
        .hasMessageEndingWith(why);
  }

  private static String data(byte[] bytes) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void aFileBelowTheDataRootIsReadAndJudgedByItsBytes() throws IOException {
    Files.write(root.resolve("lies.png"), Pictures.jpeg(7, 5));
    InputFile file = read("lies.png");
    assertThat(file.kind()).isEqualTo(FileKind.JPEG);
    assertThat(file.size()).contains(new ImageSize(7, 5));
    assertThat(file.bytes()).isEqualTo(Pictures.jpeg(7, 5));
    assertThat(read(root.resolve("in/a.png").toString()).kind()).isEqualTo(FileKind.PNG);
    assertThat(file.address()).isEmpty();
  }

  @Test
  void blanksAroundAReferenceAreNoPartOfIt() throws IOException {
    assertThat(read(" in/a.png\n").kind()).isEqualTo(FileKind.PNG);
    assertThat(read(" " + data(Pictures.png(4, 3)) + " ").kind()).isEqualTo(FileKind.PNG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../outside.png", "in/../../outside.png", "/etc/passwd", "up/outside.png"})
  void aPathThatLeadsOutsideIsRefused(String path) throws IOException {
    Files.createSymbolicLink(root.resolve("up"), folder);
    refused(path, "it leads outside");
  }

  @Test
  void aLinkThatLeadsOutsideIsRefusedAndOneInsideIsFollowed() throws IOException {
    Files.createSymbolicLink(root.resolve("out.png"), folder.resolve("outside.png"));
    Files.createSymbolicLink(root.resolve("same.png"), root.resolve("in/a.png"));
    refused("out.png", "it leads outside");
    assertThat(read("same.png").kind()).isEqualTo(FileKind.PNG);
  }

  @Test
  void whatIsNoReadableFileIsRefusedWithWhatIsAllowed() {
    refused("none.png", "there is no such file");
    refused("in", "it is not a readable file");
    refused("", "it is not a readable file");
    refused("a\0b", "it is not a path");
    assertThatThrownBy(() -> read("none.png"))
        .hasMessage(
            "image_path must be an https URL, a data URI, or a file inside the data root %s; "
                    .formatted(root)
                + "was \"none.png\": there is no such file");
  }

  @Test
  void bytesOfAnotherKindAreRefused() throws IOException {
    Files.writeString(root.resolve("text.png"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
    Files.write(root.resolve("model.png"), Pictures.glb());
    Files.write(root.resolve("empty.png"), new byte[0]);
    refused("text.png", "by its first bytes it is something else");
    refused("model.png", "by its first bytes it is a GLB");
    refused("empty.png", "it is empty");
  }

  @Test
  void aDataUriIsReadWhateverItSaysItIs() throws IOException {
    assertThat(read(data(Pictures.png(4, 3))).kind()).isEqualTo(FileKind.PNG);
    assertThat(read(data(Pictures.jpeg(4, 3))).kind()).isEqualTo(FileKind.JPEG);
    assertThat(read(data(Pictures.png(4, 3)).replace("image/png", "")).kind())
        .isEqualTo(FileKind.PNG);
  }

  @Test
  void aDataUriThatIsNoneIsRefusedWithoutItsData() {
    refused("data:image/png,%89PNG", "it is none");
    refused("data:image/png;base64", "it is none");
    refused("data:image/png;base64,secret!!", "what follows is not base64");
    assertThatThrownBy(() -> read("data:image/png;base64,secret!!"))
        .hasMessageContaining("was \"data:image/png;base64,…\"");
    refused(data("hello".getBytes(UTF_8)), "by its first bytes it is something else");
  }

  @Test
  void whatIsTooLargeInBytesIsRefused() {
    var small = new Wanted(Set.of(FileKind.PNG), 100, 1_000);
    byte[] large = new byte[101];
    System.arraycopy(Pictures.png(1, 1), 0, large, 0, 60);
    assertThatThrownBy(() -> files.read("f", data(large), small))
        .hasMessageStartingWith("f must be a PNG of at most 100 bytes and 1,000 pixels; was ")
        .hasMessageEndingWith("it is larger");
    assertThatThrownBy(
            () -> {
              Files.write(root.resolve("large.png"), large);
              files.read("f", "large.png", small);
            })
        .hasMessageEndingWith("it is larger");
  }

  @Test
  void aPictureThatWouldUnpackToTooMuchIsRefusedByItsHeader() {
    assertThatThrownBy(() -> read(data(Pictures.bomb(60_000, 60_000))))
        .isInstanceOf(InputRefusedException.class)
        .hasMessageEndingWith("it has 60,000 × 60,000 = 3,600,000,000 pixels");
    refused(data(Pictures.bomb(0, 1)), "its header states no width and height");
  }
}
