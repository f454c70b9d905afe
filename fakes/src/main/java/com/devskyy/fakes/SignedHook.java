package com.devskyy.fakes;

import java.net.URI;
import java.util.Base64;
import java.util.Map;

/// Somebody who is told of changes, signed as WooCommerce does; who fails five times in a row is
/// told no more. Guarded by the shop.
final class SignedHook {
  private static final int MOST_FAILURES = 5;

  private final int id;
  private final URI address;
  private final String secret;
  private int deliveries;
  private int failures;

  SignedHook(int id, URI address, String secret) {
    this.id = id;
    this.address = address;
    this.secret = secret;
  }

  boolean isOn() {
    return failures < MOST_FAILURES;
  }

  void answered(int status) {
    failures = status / 100 == 2 ? 0 : failures + 1;
  }

  Posting posting(String resource, String event, byte[] body) {
    deliveries++;
    return new Posting(
        address,
        Map.of(
            "X-WC-Webhook-Topic",
            resource + "." + event,
            "X-WC-Webhook-Resource",
            resource,
            "X-WC-Webhook-Event",
            event,
            "X-WC-Webhook-ID",
            "" + id,
            "X-WC-Webhook-Delivery-ID",
            "delivery-%d-%d".formatted(id, deliveries),
            "X-WC-Webhook-Signature",
            Base64.getEncoder().encodeToString(Posting.signature(secret, body))),
        body);
  }
}
