package com.devskyy.fakes;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Somebody who is told by webhooks, and keeps what he hears.
final class Listener implements AutoCloseable {
  private final List<Heard> heard = new ArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final FakeServer server =
      new FakeServer((request, body) -> hear(request.getRequestHeaders(), body));

  /// What was heard.
  ///
  /// @param headers without regard to case
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Heard(Map<String, String> headers, byte[] body) {
    JsonNode json() {
      return FakeServer.JSON.readTree(body);
    }
  }

  private synchronized FakeServer.Answer hear(Map<String, List<String>> sent, byte[] body) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sent.forEach((name, values) -> headers.put(name, values.getFirst()));
    heard.add(new Heard(headers, body));
    Integer status = answers.poll();
    return FakeServer.Answer.json(status == null ? 200 : status, Map.of(), Map.of());
  }

  URI address() {
    return server.address();
  }

  /// Answers the next calls with these, later ones with 200.
  synchronized void answers(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  /// All that was heard since the last call of this.
  synchronized List<Heard> heard() {
    List<Heard> all = List.copyOf(heard);
    heard.clear();
    return all;
  }

  @Override
  public void close() {
    server.close();
  }
}
