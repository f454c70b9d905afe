package com.devskyy.providers.tripo;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.Reply;
import com.devskyy.providers.Said;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What Tripo's answers mean that are no success: by HTTP status first, as sources differ on some
/// codes, and by code where the status does not decide.
final class TripoErrors {
  private static final int TOO_MANY_TASKS = 2000;
  private static final int NO_SUCH_TASK = 2001;
  private static final int NO_CREDITS = 2010;
  private static final int MODERATION_DOWN = 2014;
  private static final int RETIRED_MODEL = 2015;
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);
  private static final Duration PATIENCE_FOR_A_SLOT = Duration.ofSeconds(15);

  private TripoErrors() {}

  static Optional<ProviderException> in(Reply reply) {
    Optional<JsonNode> envelope = reply.json().filter(json -> json.path("code").isNumber());
    if (envelope.isEmpty()) {
      return Optional.of(undocumented(reply));
    }
    int code = envelope.get().path("code").asInt();
    return reply.isOk() && code == 0
        ? Optional.empty()
        : Optional.of(documented(reply, code, envelope.get()));
  }

  /// No word of Tripo's: a proxy before it, or something that broke off. What it had to say is not
  /// known, unless the status tells.
  private static ProviderException undocumented(Reply reply) {
    String said =
        "Tripo answered %d with something that is not its JSON%s"
            .formatted(reply.status(), trace(reply));
    if (reply.status() == 429) {
      return new ProviderException.RateLimited(reply.retryAfter().orElse(USUAL_PATIENCE), said);
    }
    if (reply.status() >= 300 && reply.status() < 400) {
      return new ProviderException.Refused(
          reply.status(), "", said + ": a redirect, which is not followed; set TRIPO_URL");
    }
    return reply.status() >= 400 && reply.status() < 500
        ? new ProviderException.Refused(reply.status(), "", said)
        : new ProviderException.AnswerLost(said);
  }

  private static ProviderException documented(Reply reply, int code, JsonNode envelope) {
    String message =
        Said.text(envelope, "message").orElse("no message")
            + Said.text(envelope, "suggestion").map(text -> " · " + text).orElse("");
    String said =
        "Tripo answered %d/%d: %s%s".formatted(reply.status(), code, message, trace(reply));
    if (code == NO_CREDITS) {
      return new ProviderException.OutOfCredits(said);
    }
    if (reply.status() == 429) {
      Duration usual = code == TOO_MANY_TASKS ? PATIENCE_FOR_A_SLOT : USUAL_PATIENCE;
      return new ProviderException.RateLimited(reply.retryAfter().orElse(usual), said);
    }
    if (reply.status() >= 500 || code == MODERATION_DOWN) {
      return new ProviderException.Unavailable(said);
    }
    String advice =
        switch (reply.status()) {
          case 401 -> "; TRIPO_API_KEY is wrong, or of the other region than TRIPO_URL";
          case 403 -> "; the account may not do this";
          default ->
              switch (code) {
                case RETIRED_MODEL -> "; set TRIPO_MODEL to a version that is still served";
                case NO_SUCH_TASK ->
                    "; only the key that made a task sees it: is TRIPO_API_KEY that?";
                default -> "";
              };
        };
    return new ProviderException.Refused(reply.status(), Integer.toString(code), said + advice);
  }

  /// What Tripo's support asks for.
  private static String trace(Reply reply) {
    return reply.header("X-Tripo-Trace-ID").map(id -> " (trace " + Said.line(id) + ")").orElse("");
  }
}
