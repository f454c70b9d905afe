package com.devskyy.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Those whom [FakeTripo] tells of what has ended, and what they are yet to be told. Guarded by the
/// fake.
final class TripoHooks {
  private static final Duration OLD = Duration.ofDays(1);

  private final List<Listener> listeners = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private final List<Event> news = new ArrayList<>();
  private int deliveries;

  private record Listener(URI address, String secret) {}

  private record Event(String id, String type, Map<String, Object> body) {}

  void add(URI address, String secret) {
    listeners.add(new Listener(address, secret));
  }

  /// Something to be told, once.
  ///
  /// @param about tells it from others of its type
  void happened(String type, String about, Instant now, Map<String, Object> data) {
    String id = "evt_%s_%s".formatted(type.replace('.', '_'), about);
    if (known.add(id)) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id);
      body.put("type", type);
      body.put("created_at", now.toString());
      body.put("data", data);
      news.add(new Event(id, type, body));
    }
  }

  /// What is to be sent now; it is not told again.
  List<Posting> due(TripoHook manner, Instant now) {
    List<Event> events = new ArrayList<>(manner == TripoHook.OUT_OF_ORDER ? news.reversed() : news);
    if (manner == TripoHook.TWICE) {
      events.addAll(news);
    }
    news.clear();
    List<Posting> postings = new ArrayList<>();
    for (Event event : events) {
      listeners.forEach(listener -> postings.add(posting(listener, event, manner, now)));
    }
    return postings;
  }

  private Posting posting(Listener listener, Event event, TripoHook manner, Instant now) {
    byte[] body = FakeServer.JSON.writeValueAsBytes(event.body);
    long t = (manner == TripoHook.OLD ? now.minus(OLD) : now).getEpochSecond();
    String secret = manner == TripoHook.WRONG_SIGNATURE ? "whsec_somebody_else" : listener.secret;
    byte[] signed = (t + "." + new String(body, UTF_8)).getBytes(UTF_8);
    String hex = HexFormat.of().formatHex(Posting.signature(secret, signed));
    return new Posting(
        listener.address,
        Map.of(
            "Tripo-Webhook-Id",
            event.id,
            "Tripo-Webhook-Event",
            event.type,
            "Tripo-Webhook-Delivery",
            "dlv_" + ++deliveries,
            "Tripo-Webhook-Signature",
            "t=%d,v1=%s".formatted(t, hex)),
        body);
  }
}
