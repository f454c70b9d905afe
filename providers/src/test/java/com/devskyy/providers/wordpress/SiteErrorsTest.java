package com.devskyy.providers.wordpress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderException.Unavailable;
import com.devskyy.providers.Reply;
import java.net.http.HttpHeaders;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SiteErrorsTest {
  private static ProviderException error(int status, String code) {
    byte[] body =
        "{\"code\":\"%s\",\"message\":\"\",\"data\":{\"status\":%d}}"
            .formatted(code, status)
            .getBytes(UTF_8);
    var reply = new Reply(status, HttpHeaders.of(Map.of(), (_, _) -> true), body);
    return SiteErrors.in(reply, PhpJson.in(body), "asking").orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "400, rest_upload_no_data",
    "400, rest_upload_no_content_disposition",
    "400, rest_upload_image_type_not_supported",
    "400, rest_invalid_param",
    "400, rest_cannot_create",
    "401, rest_cannot_create",
    "401, rest_not_logged_in",
    "401, woocommerce_rest_authentication_error",
    "401, woocommerce_rest_cannot_view",
    "403, rest_forbidden",
    "404, woocommerce_rest_product_invalid_id",
    "500, rest_upload_sideload_error",
    "500, rest_upload_unknown_error",
    "501, rest_trash_not_supported",
  })
  void whatTheSiteWillNeverDoIsRefused(int status, String code) {
    assertThat(error(status, code)).isInstanceOf(ProviderException.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "500, internal_server_error",
    "500, woocommerce_rest_cannot_edit",
    "502, bad_gateway",
    "504, timeout",
  })
  void anyOtherErrorFrom500OnMayHaveHappenedWhateverItsCode(int status, String code) {
    assertThat(error(status, code)).isInstanceOf(ProviderException.AnswerLost.class);
  }

  @ParameterizedTest
  @CsvSource({"412, rest_upload_hash_mismatch", "503, maintenance"})
  void whatWasNotBegunIsWorthAnotherTry(int status, String code) {
    assertThat(error(status, code)).isInstanceOf(Unavailable.class);
  }
}
