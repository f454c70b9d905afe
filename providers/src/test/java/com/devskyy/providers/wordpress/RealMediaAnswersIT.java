package com.devskyy.providers.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// A real WordPress, of Debian's packages: `mvn verify -Pwordpress`.
final class RealMediaAnswersIT extends MediaAnswers {
  private static final Path SCRIPT = Path.of("src/test/wordpress/site.sh");
  private static final Path PLUGIN = Path.of("../deploy/wordpress/devskyy-glb.php");
  private static final Path FOLDER = Path.of("target/wordpress").toAbsolutePath();
  private static final Duration START = Duration.ofMinutes(5);

  private static Process server;
  private static URI site;
  private static String password;

  @BeforeAll
  static void start() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    site = URI.create("http://127.0.0.1:" + port);
    server =
        new ProcessBuilder(SCRIPT.toString(), "serve", FOLDER.toString(), "" + port)
            .inheritIO()
            .start();
    long deadline = System.nanoTime() + START.toNanos();
    while (!isUp()) {
      assertThat(server.isAlive()).as("the site's script runs").isTrue();
      assertThat(System.nanoTime()).as("time to start").isLessThan(deadline);
      server.waitFor(200, TimeUnit.MILLISECONDS);
    }
    password = Files.readString(FOLDER.resolve("password")).strip();
  }

  private static boolean isUp() throws InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var home = http.send(HttpRequest.newBuilder(site).build(), BodyHandlers.discarding());
      return home.statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.destroy();
    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  URI site() {
    return site;
  }

  @Override
  String user() {
    return "admin";
  }

  @Override
  String password() {
    return password;
  }

  @Override
  void prettyPermalinks(boolean pretty) throws Exception {
    int code =
        new ProcessBuilder(
                SCRIPT.toString(), "permalinks", FOLDER.toString(), pretty ? "pretty" : "plain")
            .inheritIO()
            .start()
            .waitFor();
    assertThat(code).isZero();
  }

  @Override
  void plugin(boolean there) throws Exception {
    Path installed = FOLDER.resolve("site/wp-content/mu-plugins/devskyy-glb.php");
    if (there) {
      Files.copy(PLUGIN, installed, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(installed);
    }
  }
}
