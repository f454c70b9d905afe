package com.devskyy.fakes;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A webhook on its way. Sent outside of any lock: whoever is told may ask back before he answers.
///
/// @param headers beside the content type
@SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
record Posting(URI address, Map<String, String> headers, byte[] body) {
  private static final int PATIENCE_MS = 5_000;

  /// Sends it.
  ///
  /// @return the status that was answered; 0 when nobody did
  int send() {
    try {
      var connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MS);
      connection.setReadTimeout(PATIENCE_MS);
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      headers.forEach(connection::setRequestProperty);
      try (var out = connection.getOutputStream()) {
        out.write(body);
      }
      return connection.getResponseCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /// HMAC by SHA-256, as both services sign that sign at all.
  static byte[] signature(String secret, byte[] signed) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
