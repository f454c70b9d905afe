package com.devskyy.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Somebody who is told of changes, signed as WooCommerce does.
record SignedHook(URI address, String secret) {
  void tell(String resource, String event, byte[] body) {
    try {
      var connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setRequestProperty("X-WC-Webhook-Topic", resource + "." + event);
      connection.setRequestProperty("X-WC-Webhook-Resource", resource);
      connection.setRequestProperty("X-WC-Webhook-Event", event);
      connection.setRequestProperty("X-WC-Webhook-Signature", signature(body));
      try (var out = connection.getOutputStream()) {
        out.write(body);
      }
      connection.getResponseCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String signature(byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
