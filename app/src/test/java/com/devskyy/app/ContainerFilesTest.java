package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.devskyy.app.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/// The files of the containers agree with each other and with the program.
final class ContainerFilesTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^# ([A-Z][A-Z0-9_]*)=(.*)$");
  private static final Pattern USE = Pattern.compile("\\$\\{([A-Z0-9_]+):?-");

  private static String text(String file) throws IOException {
    return Files.readString(HOME.resolve(file));
  }

  @SuppressWarnings("unchecked") // what the test says of the file
  private static <T> T at(String path) throws IOException {
    var strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    Object found = new Yaml(strict).load(text("docker-compose.yml"));
    for (String name : path.split("/")) {
      found = ((Map<String, Object>) found).get(name);
      assertThat(found).as("%s in docker-compose.yml", path).isNotNull();
    }
    return (T) found;
  }

  /// The lines of `.env.example` that show a variable.
  private static Map<String, String> examples() throws IOException {
    Map<String, String> examples = new TreeMap<>();
    EXAMPLE
        .matcher(text(".env.example"))
        .results()
        .forEach(
            found ->
                assertThat(examples.put(found.group(1), found.group(2)))
                    .as("another %s", found.group(1))
                    .isNull());
    return examples;
  }

  private static Set<String> names(Collection<Setting<?>> settings) {
    Set<String> names = new TreeSet<>();
    for (Setting<?> setting : settings) {
      names.add(setting.name());
      if (setting.secrecy() != Setting.Secrecy.OPEN) {
        names.add(setting.fileVariable());
      }
    }
    return names;
  }

  @Test
  void aWorkerIsGivenEverySettingAndNothingElse() throws IOException {
    Map<String, Object> given = at("services/worker/environment");
    assertThat(given.keySet()).containsExactlyInAnyOrderElementsOf(names(Setting.ALL));
  }

  @Test
  void everyVariableOfTheComposeFileIsExplainedAndTheOtherWayRound() throws IOException {
    Set<String> used = new TreeSet<>();
    USE.matcher(text("docker-compose.yml")).results().forEach(found -> used.add(found.group(1)));
    assertThat(examples().keySet()).containsExactlyInAnyOrderElementsOf(used);
    assertThat(used).containsAll(names(Setting.ALL));
  }

  @Test
  void whatIsShownAsADefaultIsOne() throws IOException {
    Map<String, String> ownOfCompose = new HashMap<>();
    Map<String, String> environment = at("services/worker/environment");
    Pattern use = Pattern.compile("\\$\\{[A-Z0-9_]+:?-([^${}]*)}");
    environment.forEach(
        (name, value) -> ownOfCompose.put(name, use.matcher(value).replaceAll("$1")));
    Map<String, String> examples = examples();
    for (Setting<?> setting : Setting.ALL) {
      String own = ownOfCompose.get(setting.name());
      String fallback =
          setting == Setting.LOG_LEVEL ? "info" : own.isEmpty() ? setting.fallback() : own;
      assertThat(examples).containsEntry(setting.name(), fallback);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatIsShownIsAllowed(Setting<?> setting) throws IOException {
    String shown = examples().get(setting.name());
    assertThatCode(() -> setting.reader().apply(shown)).doesNotThrowAnyException();
  }

  static List<Setting<?>> settings() {
    return Setting.ALL;
  }

  @Test
  void theStackIsAsPromised() throws IOException {
    Map<String, Object> services = at("services");
    assertThat(services).containsKeys("worker", "redis", "postgres");
    assertThat(ContainerFilesTest.<Integer>at("services/worker/deploy/replicas")).isEqualTo(2);
    assertThat(
            ContainerFilesTest.<Map<String, String>>at("services/worker/deploy/resources/limits"))
        .containsEntry("cpus", "2")
        .containsEntry("memory", "4G");
    assertThat(ContainerFilesTest.<Map<String, Object>>at("services/worker/depends_on"))
        .allSatisfy(
            (name, how) -> assertThat(how).isEqualTo(Map.of("condition", "service_healthy")))
        .containsKeys("redis", "postgres");
    assertThat(ContainerFilesTest.<List<String>>at("services/redis/command"))
        .containsSubsequence("--appendonly", "yes")
        .containsSubsequence("--maxmemory-policy", "noeviction");
    assertThat(ContainerFilesTest.<Boolean>at("services/worker/read_only")).isTrue();
    assertThat(ContainerFilesTest.<List<String>>at("services/worker/cap_drop"))
        .containsExactly("ALL");
    assertThat(ContainerFilesTest.<List<String>>at("services/worker/security_opt"))
        .containsExactly("no-new-privileges");
  }

  /// Beside the folders of the image there is one to write in, from which nothing is started.
  @Test
  void aWorkerWritesIntoItsVolumesAndATmpAlone() throws IOException {
    assertThat(ContainerFilesTest.<List<String>>at("services/worker/volumes"))
        .containsExactly("data:/app/data", "logs:/app/logs", "./secrets:/run/secrets:ro");
    assertThat(ContainerFilesTest.<List<String>>at("services/worker/tmpfs"))
        .singleElement()
        .asString()
        .startsWith("/tmp:")
        .contains("noexec", "nosuid", "size=");
  }

  @Test
  void whatServersKeepOutlivesTheirContainers() throws IOException {
    assertThat(ContainerFilesTest.<List<String>>at("services/redis/volumes"))
        .containsExactly("redis:/data");
    assertThat(ContainerFilesTest.<List<String>>at("services/postgres/volumes"))
        .containsExactly("postgres:/var/lib/postgresql/data");
    assertThat(ContainerFilesTest.<Map<String, Object>>at("volumes"))
        .containsOnlyKeys("data", "logs", "redis", "postgres");
  }

  @Test
  void theImageIsMadeForAUserWithoutRightsAndBothFilesAskForHealthInOneWay() throws IOException {
    Map<String, Object> asked = at("services/worker/healthcheck");
    String healthCheck =
        "HEALTHCHECK --interval=%s --timeout=%s --start-period=%s --retries=%s CMD [\"%s\"]"
            .formatted(
                asked.get("interval"),
                asked.get("timeout"),
                asked.get("start_period"),
                asked.get("retries"),
                ContainerFilesTest.<List<String>>at("services/worker/healthcheck/test").get(1));
    assertThat(text("Dockerfile.worker").lines())
        .contains("USER worker:worker", "VOLUME [\"/app/data\", \"/app/logs\"]", "EXPOSE 8080")
        .contains(healthCheck);
  }

  /// Stages that are named or used from another place.
  @Test
  void everyStageThatIsCopiedFromExists() throws IOException {
    String file = text("Dockerfile.worker");
    Set<String> stages = found(file, "(?m)^FROM \\S+ AS (\\S+)");
    assertThat(stages).containsAll(found(file, "--from=(\\S+)")).isNotEmpty();
  }

  private static Set<String> found(String text, String pattern) {
    Set<String> found = new TreeSet<>();
    Pattern.compile(pattern).matcher(text).results().forEach(match -> found.add(match.group(1)));
    return found;
  }
}
