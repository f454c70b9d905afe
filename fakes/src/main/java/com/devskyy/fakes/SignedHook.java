package com.devskyy.fakes;

import java.net.URI;
import java.util.Base64;
import java.util.Map;

/// Somebody who is told of changes, signed as WooCommerce does.
record SignedHook(URI address, String secret) {
  Posting posting(String resource, String event, byte[] body) {
    return new Posting(
        address,
        Map.of(
            "X-WC-Webhook-Topic",
            resource + "." + event,
            "X-WC-Webhook-Resource",
            resource,
            "X-WC-Webhook-Event",
            event,
            "X-WC-Webhook-Signature",
            Base64.getEncoder().encodeToString(Posting.signature(secret, body))),
        body);
  }
}
