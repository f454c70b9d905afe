package com.devskyy.providers;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a service answered, whatever it was.
///
/// @param status of HTTP
/// @param body all of it; nobody changes it
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record Reply(int status, HttpHeaders headers, byte[] body) {
  private static final JsonMapper JSON = new JsonMapper();

  /// Whether it says that all is well.
  public boolean isOk() {
    return status >= 200 && status < 300;
  }

  /// The body as a JSON object; empty when it is anything else, such as the page of a proxy.
  public Optional<JsonNode> json() {
    try {
      return Optional.<JsonNode>ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// How long the service asks to be left alone, see [Patience]; else what `X-RateLimit-Reset`
  /// says, where it is so small that it is no time of day.
  public Optional<Duration> retryAfter() {
    return Patience.retryAfter(header("Retry-After"), header("Date"))
        .or(
            () ->
                header("X-RateLimit-Reset")
                    .filter(text -> text.length() < 7)
                    .flatMap(Patience::seconds));
  }

  /// The first value of a header.
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }
}
