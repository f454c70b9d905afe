package com.devskyy.fakes;

import com.devskyy.fakes.FakeServer.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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

  /// The same answer with more headers.
  static Answer with(Answer answer, Map<String, String> headers) {
    if (!(answer instanceof Answer.Whole(int status, var before, byte[] body))) {
      return answer;
    }
    Map<String, String> all = new LinkedHashMap<>(before);
    all.putAll(headers);
    return new Answer.Whole(status, all, body);
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
