package com.devskyy.json;

import static com.devskyy.json.Codecs.CODEC;
import static com.devskyy.json.Codecs.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.devskyy.engine.Codec.UnknownFields;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.Violation;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private static String schema(Class<?> type) {
    return CODEC.schema(type).text().replace('"', '\'');
  }

  @Test
  void schemaSaysWhatARecordSays() {
    assertThat(CODEC.pretty(CODEC.schema(Garment.class)))
        .isEqualToIgnoringWhitespace(
            """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "description": "Makes a 3D model of a garment",
              "type": "object",
              "properties": {
                "prompt": {"description": "What to make", "type": "string", "pattern": "\\\\S"},
                "image_url": {"type": ["string", "null"]},
                "style": {
                  "type": "string",
                  "enum": ["realistic", "cartoon", "anime", "low-poly"],
                  "default": "realistic"
                },
                "collection": {
                  "type": "string",
                  "enum": ["SIGNATURE", "BLACK_ROSE", "LOVE_HURTS", "BLACK"],
                  "x-aliases": {"BLACK": "BLACK_ROSE"},
                  "default": "SIGNATURE"
                },
                "epochs": {"type": "integer", "format": "int32", "minimum": 1, "default": 10},
                "tags": {
                  "type": "array",
                  "items": {"type": "string", "maxLength": 8},
                  "default": []
                },
                "content": {"type": "object", "additionalProperties": {}, "default": {}},
                "schedule_at": {"type": ["string", "null"], "format": "date-time"},
                "patience": {"type": "string", "format": "duration", "default": "PT5M"},
                "user_id": {"type": "string"}
              },
              "required": ["prompt", "user_id"],
              "additionalProperties": false,
              "examples": [
                {
                  "prompt": "a black rose bomber jacket",
                  "style": "low-poly",
                  "collection": "BLACK_ROSE",
                  "epochs": 10,
                  "tags": ["new"],
                  "content": {},
                  "patience": "PT5M",
                  "user_id": "u17"
                }
              ]
            }
            """);
  }

  @Test
  void schemaHasTheSameBytesInEveryCodec() {
    assertThat(new JsonCodec().schema(Garment.class)).isEqualTo(CODEC.schema(Garment.class));
    assertThat(CODEC.schema(Garment.class)).isSameAs(CODEC.schema(Garment.class));
  }

  @Test
  void recordThatHoldsItselfRefersToItself() {
    assertThat(schema(ReadingTest.Tree.class)).contains("'items':{'$ref':'#'}");
    record Forest(List<ReadingTest.Tree> trees) {}
    assertThat(schema(Forest.class))
        .contains("'items':{'$ref':'#/$defs/" + ReadingTest.Tree.class.getName())
        .contains("'$defs':{");
  }

  @Test
  void optionalRecordOrEnumMayBeNull() {
    record Inner(int a) {}
    record Outer(Optional<Inner> inner, Optional<Garment.Style> style) {}

    assertThat(schema(Outer.class))
        .contains("'enum':['realistic','cartoon','anime','low-poly',null]");
    assertThat(Codecs.told("{'inner':null,'style':null}", Outer.class)).isEmpty();
    assertThat(Codecs.told("{'inner':{'a':'x'},'style':'x'}", Outer.class))
        .containsExactly(
            "inner.a must be a whole number; was 'x'",
            "style must be one of realistic, cartoon, anime, low-poly; was 'x'");
  }

  @Test
  void keysOfAnEnumMapAreItsConstants() {
    record ByStatus(Map<TaskStatus, Long> counts) {}

    assertThat(Codecs.read("{'counts':{'queued':3}}", ByStatus.class).counts())
        .isEqualTo(Map.of(TaskStatus.QUEUED, 3L));
    assertThat(Codecs.told("{'counts':{'queud':3}}", ByStatus.class).getFirst())
        .startsWith("counts.queud is not a known field; did you mean queued? known are waiting, ");
    assertThat(
            CODEC
                .decode(json("{'counts':{'new':3}}"), ByStatus.class, UnknownFields.IGNORE)
                .value()
                .counts())
        .isEmpty();
  }

  @Nested
  class Declarations {
    private void refused(Class<?> type, String message) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new JsonCodec().schema(type))
          .withMessageContaining(message);
    }

    record NoForm(Optional<List<Date>> dates) {}

    record Generic(List<? extends Number> numbers) {}

    record Keys(Map<Integer, String> map) {}

    record Unchecked(@Past Instant at) {}

    record Misplaced(@Min(1) String text) {}

    record Flags(@Pattern(regexp = "a", flags = Pattern.Flag.CASE_INSENSITIVE) String text) {}

    record BadDefault(@JsonProperty(defaultValue = "0") @Min(1) int n) {}

    record NoJsonDefault(@JsonProperty(defaultValue = "ten") int n) {}

    record OptionalDefault(@JsonProperty(defaultValue = "x") Optional<String> text) {}

    record Aliased(@JsonAlias("b") String a) {}

    record Twice(@JsonProperty("b") String a, String b) {}

    record BadExample(@NotBlank String a) {
      static final BadExample EXAMPLE = new BadExample("");
    }

    @Test
    void whatCouldNotBeKeptIsRefused() {
      refused(NoForm.class, "NoForm.dates: java.util.Date cannot be read from JSON");
      refused(Generic.class, "Generic.numbers: ");
      refused(Keys.class, "Keys.map: ");
      refused(Unchecked.class, "Unchecked.at: @Past is not known to the JSON codec");
      refused(Misplaced.class, "Misplaced.text: @Min does not fit this type");
      refused(Flags.class, "Flags.text: @Pattern must not have flags");
      refused(BadDefault.class, "a default breaks its own rule: n must be at least 1; was 0");
      refused(NoJsonDefault.class, "NoJsonDefault.n: default ten is not JSON");
      refused(OptionalDefault.class, "OptionalDefault.text: an Optional is empty by default");
      refused(Aliased.class, "Aliased.a: @JsonAlias is for the constants of an enum");
      refused(Twice.class, "two things called \"b\"");
      refused(BadExample.class, "BadExample.EXAMPLE breaks its own rules: a must not be blank");
    }
  }

  @Nested
  class OtherBuilds {
    private List<String> check(String value, String schema, UnknownFields unknown) {
      return CODEC.check(json(value), json(schema), unknown).stream()
          .map(violation -> violation.sentence().replace('"', '\''))
          .toList();
    }

    @Test
    void ownSchemaChecksAsTheRecordDoes() {
      String wrong = "{'prompt':'','style':'photo','epochs':0,'tags':[1],'x':1,'collection':'RED'}";

      assertThat(CODEC.check(json(wrong), CODEC.schema(Garment.class), UnknownFields.REFUSE))
          .isEqualTo(Codecs.violations(json(wrong), Garment.class));
      assertThat(
              CODEC.check(
                  json("{'prompt':'p','user_id':'u','x':1}"),
                  CODEC.schema(Garment.class),
                  UnknownFields.IGNORE))
          .isEmpty();
    }

    @Test
    void keywordsOfOthersAreChecked() {
      String schema =
          """
          {'type':'object','properties':{
            'a':{'const':7},'b':{'multipleOf':0.5},'c':{'allOf':[{'minimum':1},{'maximum':2}]},
            'd':{'oneOf':[{'type':'string'},{'type':'array','items':{'type':'boolean'}}]},
            'e':{'$ref':'#/$defs/e'},'f':false,'g':{'enum':[1,true,'x']},
            'h':{'minProperties':2,'additionalProperties':{'type':'integer'}},
            'i':{'format':'hostname','title':'T','unknown':1}},
           '$defs':{'e':{'type':['string','integer']}}}
          """;

      assertThat(
              check(
                  "{'a':8,'b':0.7,'c':3,'d':[1],'e':true,'f':1,'g':2,'h':{'x':'y'},'i':1,'j':1}",
                  schema,
                  UnknownFields.REFUSE))
          .containsExactly(
              "a must be 7; was 8",
              "b must be a multiple of 0.5; was 0.7",
              "c must be at most 2; was 3",
              "d[0] must be true or false; was 1",
              "e must be a whole number or text; was true",
              "f must not be given; was 1",
              "g must be one of 1, true, x; was 2",
              "h must have at least 2 entries; was {'x':'y'}",
              "h.x must be a whole number; was 'y'");
      assertThat(check("{'a':7,'b':1.5,'c':2,'d':'','e':1,'g':'x'}", schema, UnknownFields.REFUSE))
          .isEmpty();
      assertThat(check("5", "true", UnknownFields.REFUSE)).isEmpty();
    }

    @Test
    void malformedValueIsAViolation() {
      assertThat(CODEC.check(json("{"), json("{}"), UnknownFields.REFUSE))
          .singleElement()
          .extracting(Violation::rule)
          .asString()
          .startsWith("must be JSON, and is not");
    }

    @Test
    void whatIsNoSchemaIsNotTheValuesFault() {
      for (String schema :
          List.of(
              "{",
              "5",
              "{'type':'txt'}",
              "{'minimum':'x'}",
              "{'pattern':'('}",
              "{'$ref':'http:x'}",
              "{'$ref':'#/x'}",
              "{'required':5}",
              "{'enum':1}",
              "{'minLength':-1}",
              "{'properties':[]}",
              "{'$ref':'#'}")) {
        assertThatIllegalArgumentException()
            .as(schema)
            .isThrownBy(() -> CODEC.check(Json.of("{}"), json(schema), UnknownFields.REFUSE))
            .isNotInstanceOf(com.devskyy.engine.InvalidInputException.class);
      }
    }

    @Test
    void schemasThatAreCheckedByDoNotPileUp() {
      for (int i = 0; i < 1_100; i++) {
        assertThat(check("" + i, "{'maximum':" + i + "}", UnknownFields.REFUSE)).isEmpty();
      }
    }
  }
}
