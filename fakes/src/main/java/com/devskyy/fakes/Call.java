package com.devskyy.fakes;

import com.devskyy.fakes.FakeServer.Answer;
import com.sun.net.httpserver.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A call of an interface of WordPress.
///
/// @param route such as `/wp/v2/media`
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record Call(String method, String route, Map<String, String> query, Headers headers, byte[] body) {
  /// An error as WordPress has them.
  static Answer error(int status, String code, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", code);
    body.put("message", message);
    body.put("data", Map.of("status", status));
    return Answer.json(status, Map.of(), body);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  int number(String name, int otherwise) {
    return query.containsKey(name) ? Integer.parseInt(query.get(name)) : otherwise;
  }

  /// The same, as a bad line would deliver it.
  Call damaged() {
    byte[] other = body.clone();
    if (other.length > 0) {
      other[other.length - 1] ^= 1;
    }
    return new Call(method, route, query, headers, other);
  }
}
