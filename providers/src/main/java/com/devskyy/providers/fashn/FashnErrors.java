package com.devskyy.providers.fashn;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.Reply;
import com.devskyy.providers.Said;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What FASHN's answers mean that are no success. `error` is a name here, where no prediction
/// exists, and an object in the state of a prediction.
final class FashnErrors {
  /// FASHN's own word for what it does not know (any more); a 404 of anybody else's says nothing.
  static final String NOT_FOUND = "NotFound";

  private static final Duration FOR_A_RATE = Duration.ofSeconds(10);
  private static final Duration FOR_A_SLOT = Duration.ofSeconds(5);

  private FashnErrors() {}

  static Optional<ProviderException> in(Reply reply) {
    Optional<JsonNode> body = reply.json();
    if (reply.isOk() && body.isPresent()) {
      return Optional.empty();
    }
    Optional<String> name = body.flatMap(json -> Said.text(json, "error"));
    String said =
        "FASHN answered %d %s"
            .formatted(
                reply.status(),
                name.map(
                        known ->
                            known
                                + body.flatMap(json -> Said.text(json, "message"))
                                    .map(text -> ": " + text)
                                    .orElse(""))
                    .orElse("with something that is not its JSON"));
    return Optional.of(error(reply, name, said));
  }

  private static ProviderException error(Reply reply, Optional<String> name, String said) {
    // The name decides: 429 is also used for an account without credits.
    return switch (name.orElse("")) {
      case "OutOfCredits" -> new ProviderException.OutOfCredits(said);
      case "RateLimitExceeded" -> limited(reply, FOR_A_RATE, said);
      case "ConcurrencyLimitExceeded" -> limited(reply, FOR_A_SLOT, said);
      case "UnauthorizedAccess" -> refused(reply, name, said + "; FASHN_API_KEY is wrong");
      case "" -> unnamed(reply, said);
      default ->
          reply.status() >= 500
              ? new ProviderException.Unavailable(said)
              : refused(reply, name, said);
    };
  }

  /// No word of FASHN's: what it had to say is not known, unless the status tells.
  private static ProviderException unnamed(Reply reply, String said) {
    if (reply.status() == 429) {
      return limited(reply, FOR_A_RATE, said);
    }
    if (reply.status() >= 300 && reply.status() < 400) {
      return refused(
          reply, Optional.empty(), said + ": a redirect, which is not followed; set FASHN_URL");
    }
    return reply.status() >= 400 && reply.status() < 500
        ? refused(reply, Optional.empty(), said)
        : new ProviderException.AnswerLost(said);
  }

  private static ProviderException limited(Reply reply, Duration usual, String said) {
    return new ProviderException.RateLimited(reply.retryAfter().orElse(usual), said);
  }

  private static ProviderException refused(Reply reply, Optional<String> name, String said) {
    return new ProviderException.Refused(reply.status(), name.orElse(""), said);
  }
}
