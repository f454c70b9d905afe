package com.devskyy.json;

import static com.devskyy.json.Codecs.CODEC;
import static com.devskyy.json.Codecs.json;
import static com.devskyy.json.Codecs.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WritingTest {
  record Everything(
      String userId,
      Optional<String> imageURL,
      int f1Score,
      Instant startedAt,
      Duration runLimit,
      LocalDate day,
      BigDecimal amount,
      BigInteger big,
      double share,
      List<Optional<Integer>> list,
      Json raw,
      Garment.Style style) {}

  @Test
  void namesAreSnakeCaseAndEmptyOptionalsAreLeftOut() {
    assertThat(
            written(
                new Everything(
                    "ü\"",
                    Optional.empty(),
                    1,
                    Instant.parse("2026-11-30T10:00:00.5+01:00"),
                    Duration.ofMillis(1500),
                    LocalDate.of(2026, 11, 30),
                    new BigDecimal("1.50"),
                    BigInteger.TWO.pow(70),
                    0.5,
                    List.of(Optional.of(1), Optional.empty()),
                    Json.of("{ \"a\":1.0}"),
                    Garment.Style.LOW_POLY)))
        .isEqualTo(
            "{'user_id':'ü\\'','f1_score':1,'started_at':'2026-11-30T09:00:00.500Z',"
                + "'run_limit':'PT1.5S','day':'2026-11-30','amount':1.50,"
                + "'big':1180591620717411303424,'share':0.5,'list':[1,null],'raw':{ 'a':1.0},"
                + "'style':'low-poly'}");
  }

  @Test
  void fieldNames() {
    assertThat(
            List.of(
                "imageUrl",
                "imageURL",
                "f1Score",
                "r2Score",
                "a",
                "aB",
                "aBC",
                "HTTPServer",
                "x_y"))
        .extracting(Names::snakeCase)
        .containsExactly(
            "image_url",
            "image_url",
            "f1_score",
            "r2_score",
            "a",
            "a_b",
            "a_bc",
            "http_server",
            "x_y");
  }

  @Test
  void mapsKeepTheirOrderAndTheirNulls() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("z", 1L);
    map.put("a", null);
    map.put("m", List.of(true, 1.5f));

    assertThat(written(map)).isEqualTo("{'z':1,'a':null,'m':[true,1.5]}");
  }

  @Test
  void whatJsonCannotSayIsNamedWithItsPlace() {
    record Metrics(Map<String, Object> values) {}

    assertThatIllegalArgumentException()
        .isThrownBy(() -> written(new Metrics(Map.of("f1", List.of(1, Double.NaN)))))
        .withMessage("values.f1[1]: NaN is no number in JSON");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> written(new Metrics(Map.of("at", new StringBuilder()))))
        .withMessage("values.at: java.lang.StringBuilder has no form in JSON");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> written(Map.of(1, 2)))
        .withMessageContaining("a key must be text");
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> written(endless))
        .withMessageContaining("must not be nested deeper than 200");
  }

  @Test
  void halfOfASurrogatePairIsWrittenSoThatItCanBeRead() {
    for (String text : List.of("\ud83d", "a\udc57b", "👗", "\ud83dx".repeat(5_000))) {
      assertThat(CODEC.encode(text).text()).satisfies(json -> Codecs.read(json, String.class));
    }
  }

  @Test
  void prettyTextIsForTerminals() {
    assertThat(CODEC.pretty(json("{'a':[1,{'b':null}],'c':{},'d':'x\\n\\u009b\\u202eü','e':1.0}")))
        .isEqualTo(
            """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": {},
              "d": "x\\n\\u009b\\u202eü",
              "e": 1.0
            }""");
    assertThatThrownBy(() -> CODEC.pretty(json("{"))).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void threadsShareACodec() throws Exception {
    var codec = new JsonCodec();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks =
          IntStream.range(0, 200)
              .<Callable<Garment>>mapToObj(
                  i ->
                      () ->
                          codec
                              .decode(
                                  codec.encode(Garment.EXAMPLE),
                                  Garment.class,
                                  com.devskyy.engine.Codec.UnknownFields.REFUSE)
                              .value())
              .toList();
      for (var read : threads.invokeAll(tasks)) {
        assertThat(read.get()).isEqualTo(Garment.EXAMPLE);
      }
    }
  }
}
