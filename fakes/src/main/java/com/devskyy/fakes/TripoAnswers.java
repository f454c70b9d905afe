package com.devskyy.fakes;

import com.devskyy.fakes.FakeServer.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers in Tripo's envelope.
final class TripoAnswers {
  private static final Map<String, String> TRACE = Map.of("X-Tripo-Trace-ID", "trace-of-a-fake");

  private TripoAnswers() {}

  static Answer ok(Map<String, Object> data) {
    return Answer.json(200, TRACE, Map.of("code", 0, "status", "success", "data", data));
  }

  static Answer error(TripoRules.Refusal refusal) {
    return refusal.status() == 429
        ? tooMuch(refusal.code(), refusal.message(), "15")
        : Answer.json(refusal.status(), TRACE, envelope(refusal));
  }

  static Optional<Answer> refusal(int status, int code, String message) {
    return Optional.of(error(new TripoRules.Refusal(status, code, message, "see the reference")));
  }

  static Answer serverError() {
    return error(new TripoRules.Refusal(500, 1001, "server error", "try later"));
  }

  static Answer tooMuch(int code, String message, String seconds) {
    return Answer.json(
        429,
        Map.of("Retry-After", seconds, "X-Tripo-Trace-ID", "trace-of-a-fake"),
        envelope(new TripoRules.Refusal(429, code, message, "wait")));
  }

  /// The same answer, with the id that the caller gave the request.
  static Answer echoing(@Nullable String requestId, Answer answer) {
    if (requestId == null
        || !(answer instanceof Answer.Whole(int status, var headers, byte[] body))) {
      return answer;
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put("X-Request-ID", requestId);
    return new Answer.Whole(status, more, body);
  }

  private static Map<String, Object> envelope(TripoRules.Refusal refusal) {
    return Map.of(
        "code",
        refusal.code(),
        "status",
        "error",
        "message",
        refusal.message(),
        "suggestion",
        refusal.suggestion(),
        "request_id",
        "req-of-a-fake");
  }
}
