package com.devskyy.json;

import static com.devskyy.json.Codecs.told;
import static com.devskyy.json.Codecs.violations;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.Violation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  void everyMistakeIsToldAtOnceInOrderOfFields() {
    assertThat(
            told(
                "{'prompt':5,'style':'photo','epochs':0,'tags':['ok','much too long'],'colour':1}",
                Garment.class))
        .containsExactly(
            "colour is not a known field; known are prompt, image_url, style, collection, epochs,"
                + " tags, content, schedule_at, patience, user_id",
            "epochs must be at least 1; was 0",
            "prompt must be text; was 5",
            "style must be one of realistic, cartoon, anime, low-poly; was 'photo'",
            "tags[1] must have at most 8 characters; was 'much too long'",
            "user_id is required");
  }

  @Test
  void missingFieldHasNothingGiven() {
    assertThat(violations(Json.of("{\"prompt\":\"p\"}"), Garment.class))
        .containsExactly(new Violation("user_id", "is required", ""));
  }

  @Test
  void misspelledFieldIsPutRight() {
    assertThat(told("{'prompt':'p','userId':'u','user_id':'u'}", Garment.class).getFirst())
        .startsWith("userId is not a known field; did you mean user_id? known are prompt, ");
    assertThat(told("{'prompt':'p','stlye':'anime','user_id':'u'}", Garment.class).getFirst())
        .startsWith("stlye is not a known field; did you mean style? ");
  }

  @Test
  void aliasIsNotAmongWhatIsAllowed() {
    assertThat(told("{'prompt':'p','user_id':'u','collection':'black'}", Garment.class))
        .containsExactly(
            "collection must be one of SIGNATURE, BLACK_ROSE, LOVE_HURTS; was 'black'");
  }

  @Test
  void nullIsNoDefault() {
    assertThat(told("{'prompt':null,'user_id':'u','style':null}", Garment.class))
        .containsExactly(
            "prompt must be text; was null",
            "style must be one of realistic, cartoon, anime, low-poly; was null");
  }

  @Test
  void blankTextIsNamed() {
    assertThat(told("{'prompt':' ','user_id':'u'}", Garment.class))
        .containsExactly("prompt must not be blank; was ' '");
  }

  @Test
  void longValuesAreCut() {
    String long100 = "abcdefghij".repeat(10);

    assertThat(told("{'prompt':'p','user_id':'u','epochs':'%s'}".formatted(long100), Garment.class))
        .containsExactly(
            "epochs must be a whole number; was 'abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefgh…'"
                .replace("gh…", "g…"));
    assertThat(
            violations(
                    Json.of("{\"prompt\":{\"a\":[1,\"%s\"]},\"user_id\":\"u\"}".formatted(long100)),
                    Garment.class)
                .getFirst()
                .given())
        .hasSize(60)
        .startsWith("{\"a\":[1,\"abc")
        .endsWith("…");
  }

  @Test
  void givenTextCannotSteerATerminal() {
    assertThat(told("{'prompt':'p','user_id':'u','style':'\\u001b[2J\\u202e'}", Garment.class))
        .containsExactly(
            "style must be one of realistic, cartoon, anime, low-poly; was '\\u001b[2J\\u202e'");
  }

  @Test
  void countOfMistakesIsBounded() {
    List<String> told = told("{'list':[" + "'x',".repeat(5_000) + "1]}", Whole.class);

    assertThat(told).hasSize(101).last().isEqualTo("the input breaks more rules than these 100");
  }

  record Whole(List<Integer> list) {}

  @Nested
  class Kinds {
    record All(
        String text,
        boolean flag,
        int whole,
        long big,
        double fraction,
        List<String> list,
        Set<Integer> set,
        Map<String, Integer> map,
        Instant time,
        Duration duration,
        LocalDate date,
        URI address,
        UUID id,
        Optional<Integer> maybe) {}

    @Test
    void nothingIsConverted() {
      assertThat(
              told(
                  """
                  {'text':5,'flag':1,'whole':'5','big':1.5,'fraction':'1','list':'a','set':{},
                   'map':[],'time':1,'duration':30,'date':20261130,'address':{},'id':1,'maybe':'1'}
                  """,
                  All.class))
          .containsExactly(
              "address must be text; was {}",
              "big must be a whole number; was 1.5",
              "date must be text; was 20261130",
              "duration must be text; was 30",
              "flag must be true or false; was 1",
              "fraction must be a number; was '1'",
              "id must be text; was 1",
              "list must be a list; was 'a'",
              "map must be an object; was []",
              "maybe must be a whole number; was '1'",
              "set must be a list; was {}",
              "text must be text; was 5",
              "time must be text; was 1",
              "whole must be a whole number; was '5'");
    }

    @Test
    void formsOfTextAreNamed() {
      assertThat(
              told(
                  """
                  {'text':'','flag':true,'whole':2147483648,'big':9223372036854775808,
                   'fraction':1e999,'list':[],'set':[1,1],'map':{'a b':'x'},
                   'time':'2026-11-30T09:00:00','duration':'30s','date':'30.11.2026',
                   'address':'a.png','id':'1-1-1-1-1','maybe':1.0}
                  """,
                  All.class))
          .containsExactly(
              "address must be an address, as in https://example.com/a.png; was 'a.png'",
              "big must be from -9223372036854775808 to 9223372036854775807; was 9223372036854775808",
              "date must be a date, as in 2026-11-30; was '30.11.2026'",
              "duration must be a duration, as in PT30S or P2D; was '30s'",
              "fraction must be a number that 64 bits can hold; was 1E+999",
              "id must be a UUID; was '1-1-1-1-1'",
              "map['a b'] must be a whole number; was 'x'",
              "maybe must be a whole number; was 1.0",
              "set must not hold an entry twice; was [1,1]",
              "time must be a time with its zone, as in 2026-11-30T09:00:00Z; was '2026-11-30T09:00:00'",
              "whole must be from -2147483648 to 2147483647; was 2147483648");
    }
  }

  @Nested
  class Constraints {
    record Bounds(
        @Min(1) @Max(3) int a,
        @Positive double b,
        @PositiveOrZero BigDecimal c,
        @Negative int d,
        @NegativeOrZero long e,
        @DecimalMin("0.5") @DecimalMax(value = "1", inclusive = false) double f) {}

    @Test
    void boundsOfNumbers() {
      assertThat(told("{'a':0,'b':0,'c':-0.1,'d':0,'e':1,'f':0.4}", Bounds.class))
          .containsExactly(
              "a must be at least 1; was 0",
              "b must be more than 0; was 0",
              "c must be at least 0; was -0.1",
              "d must be less than 0; was 0",
              "e must be at most 0; was 1",
              "f must be at least 0.5; was 0.4");
      assertThat(told("{'a':4,'b':1,'c':0,'d':-1,'e':0,'f':1.0}", Bounds.class))
          .containsExactly("a must be at most 3; was 4", "f must be less than 1; was 1.0");
    }

    record Sizes(
        @Size(min = 2, max = 4) String a,
        @Size(min = 3, max = 3) String b,
        @NotEmpty String c,
        @NotEmpty List<String> d,
        @Size(max = 1) Map<String, String> e,
        @Size(min = 2) Optional<List<@Size(min = 1) String>> f) {}

    @Test
    void sizes() {
      assertThat(told("{'a':'x','b':'xx','c':'','d':[],'e':{'a':'','b':''},'f':['']}", Sizes.class))
          .containsExactly(
              "a must have 2 to 4 characters; was 'x'",
              "b must have exactly 3 characters; was 'xx'",
              "c must not be empty; was ''",
              "d must not be empty; was []",
              "e must have at most 1 entry; was {'a':'','b':''}",
              "f must have at least 2 entries; was ['']",
              "f[0] must not be empty; was ''");
      assertThat(told("{'a':'👗👗','b':'👗👗👗','c':'x','d':[''],'e':{}}", Sizes.class)).isEmpty();
    }

    record Patterns(
        @Pattern(regexp = "[a-z]+|x") String a,
        @Pattern(regexp = "#[0-9a-f]{6}", message = "must be a colour, as in #b76e79") String b,
        @Email String c) {}

    @Test
    void patternsMeanTheWholeText() {
      assertThat(told("{'a':'aB','b':'red','c':'a@b@c'}", Patterns.class))
          .containsExactly(
              "a must match [a-z]+|x; was 'aB'",
              "b must be a colour, as in #b76e79; was 'red'",
              "c must be an e-mail address; was 'a@b@c'");
      assertThat(told("{'a':'x','b':'#b76e79','c':'a@b.c'}", Patterns.class)).isEmpty();
      assertThat(told("{'a':'x\\n','b':'#b76e79','c':'a@b.c'}", Patterns.class)).hasSize(1);
    }

    @Test
    void longTextDoesNotExhaustAPattern() {
      record Greedy(@Pattern(regexp = "(?:a|b)*") String text) {}

      assertThat(told("{'text':'%s'}".formatted("ab".repeat(1_000_000)), Greedy.class)).hasSize(1);
    }

    @Test
    void rulesOfOneKindAddUp() {
      record Both(@NotBlank @Pattern(regexp = "(?s).*a.*") @Valid String text) {}

      assertThat(told("{'text':'b'}", Both.class))
          .containsExactly("text must match (?s).*a.*; was 'b'");
      assertThat(told("{'text':' a '}", Both.class)).isEmpty();
      assertThat(told("{'text':' '}", Both.class)).hasSize(2);
    }
  }

  @Nested
  class Constructors {
    record Range(int from, int to) {
      Range {
        if (from > to) {
          throw new IllegalArgumentException("from must not be after to");
        }
      }
    }

    record Ranges(List<Range> ranges, Optional<TypeName> type) {}

    @Test
    void countOfRefusedRecordsIsBounded() {
      String many = "{'from':2,'to':1},".repeat(300);

      assertThat(told("{'ranges':[%s{'from':1,'to':2}]}".formatted(many), Ranges.class))
          .hasSize(101)
          .last()
          .isEqualTo("the input breaks more rules than these 100");
    }

    @Test
    void whatARecordRefusesIsAViolation() {
      assertThat(told("{'from':2,'to':1}", Range.class))
          .containsExactly("the input is not valid: from must not be after to");
      assertThat(
              told(
                  "{'ranges':[{'from':1,'to':2},{'from':2,'to':1},{'from':3,'to':1}],'type':'NO'}",
                  Ranges.class))
          .hasSize(3)
          .startsWith(
              "ranges[1] is not valid: from must not be after to",
              "ranges[2] is not valid: from must not be after to")
          .last()
          .asString()
          .startsWith("type is not valid: a task type's name is 1 to 64 characters");
    }
  }

  @Test
  void unionTellsAboutTheRecordThatIsClosest() {
    assertThat(told("{'width':2,'heigth':3}", ReadingTest.Figure.class))
        .containsExactly(
            "height is required",
            "heigth is not a known field; did you mean height? known are width, height");
  }

  @Nested
  class Malformed {
    private List<String> malformed(String text) {
      return violations(Json.of(text), Garment.class).stream()
          .peek(violation -> assertThat(violation.field()).isEmpty())
          .map(Violation::sentence)
          .toList();
    }

    @Test
    void positionIsGivenAndThePayloadIsNot() {
      assertThat(malformed("{\"prompt\": secret}"))
          .singleElement()
          .asString()
          .startsWith("the input must be JSON, and is not at line 1, column ")
          .doesNotContain("secret");
      assertThat(malformed("{\n  \"a\": 1\n  \"b\": 2}")).first().asString().contains("line 3");
    }

    @Test
    void whatEndsTooEarly() {
      assertThat(malformed("")).containsExactly("the input must be JSON, and is empty");
      assertThat(malformed("  ")).containsExactly("the input must be JSON, and is empty");
      assertThat(malformed("{\"a\":[1,"))
          .containsExactly("the input must be JSON, and is not at line 1, column 9");
      assertThat(malformed("{\"a\":\"x")).hasSize(1);
    }

    @Test
    void whatGoesOn() {
      assertThat(malformed("{} {}"))
          .containsExactly(
              "the input must end after its first value, and goes on at line 1, column 4");
      assertThat(malformed("{}x")).hasSize(1);
    }

    @Test
    void fieldGivenTwice() {
      assertThat(told("{'content':{'a':[{'x':1,'y':2,'x':3}]}}", Garment.class))
          .containsExactly("content.a[0].x must not be given twice");
    }

    @Test
    void whatJsonIsNot() {
      for (String text :
          List.of("NaN", "{a:1}", "{'a':1}", "[1,]", "01", "+1", ".5", "1.", "// x\n1", "\u00a01"))
        assertThat(malformed(text)).as(text).hasSize(1);
    }

    @Test
    void bounds() {
      assertThat(malformed("[".repeat(201) + "]".repeat(201)))
          .containsExactly(
              "the input must stay within 200 levels, numbers of 1,000 digits and names of 10,000"
                  + " characters, and does not at line 1, column 202");
      assertThat(malformed("1".repeat(1_001))).first().asString().contains("1,000 digits");
      assertThat(malformed("\"" + "x".repeat(8 << 20) + "\""))
          .containsExactly("the input must be at most 8,388,608 bytes, and has 8,388,610");
    }

    @Test
    void hugeExponentsCostNothing() {
      record Numbers(@Max(5) BigDecimal a, Optional<Double> b) {}

      assertThat(told("{'a':1e999999999,'b':1e999999999}", Numbers.class)).hasSize(2);
      assertThat(told("{'a':1e99999999999}", Numbers.class)).hasSize(1);
    }

    @Test
    void onlyUtf8() {
      for (byte[] bytes :
          List.of(
              "{}".getBytes(java.nio.charset.StandardCharsets.UTF_16BE),
              "{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE),
              "\ufeff{}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
              new byte[] {'"', (byte) 0xff, '"'}))
        assertThat(violations(Json.ofBytes(bytes), Garment.class)).hasSize(1);
    }
  }
}
