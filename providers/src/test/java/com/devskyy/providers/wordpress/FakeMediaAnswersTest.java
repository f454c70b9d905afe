package com.devskyy.providers.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.fakes.FakeWordPress;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The stand-in answers as the real one does.
final class FakeMediaAnswersTest extends MediaAnswers {
  private static FakeWordPress fake;

  @BeforeAll
  static void start() {
    fake = new FakeWordPress();
  }

  @AfterAll
  static void stop() {
    fake.close();
    assertThat(fake.complaints()).isEmpty();
  }

  @Override
  URI site() {
    return fake.site();
  }

  @Override
  String user() {
    return FakeWordPress.USER;
  }

  @Override
  String password() {
    return FakeWordPress.PASSWORD;
  }

  @Override
  void prettyPermalinks(boolean pretty) {
    fake.prettyPermalinks(pretty);
  }

  @Override
  void plugin(boolean there) {
    fake.media().takesModels(there);
  }
}
