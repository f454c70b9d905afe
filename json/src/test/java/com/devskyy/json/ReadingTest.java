package com.devskyy.json;

import static com.devskyy.json.Codecs.CODEC;
import static com.devskyy.json.Codecs.json;
import static com.devskyy.json.Codecs.read;
import static com.devskyy.json.Codecs.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Codec.UnknownFields;
import com.devskyy.engine.Json;
import com.devskyy.json.Garment.Collection;
import com.devskyy.json.Garment.Style;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingTest {
  @Test
  void anObjectMayHoldObjectsHoweverDeep() {
    var json = Json.of("{\"a\":{\"b\":{\"c\":{\"d\":[{\"e\":1}]}}}}");
    assertThat(CODEC.decode(json, Object.class, UnknownFields.REFUSE).ignored()).isEmpty();
    assertThat(CODEC.check(json, Json.of("{}"), UnknownFields.REFUSE)).isEmpty();
  }

  @Test
  void absentFieldsTakeTheirDefaults() {
    assertThat(read("{'prompt':'rose','user_id':'u1'}", Garment.class))
        .isEqualTo(
            new Garment(
                "rose",
                Optional.empty(),
                Style.REALISTIC,
                Collection.SIGNATURE,
                10,
                List.of(),
                Map.of(),
                Optional.empty(),
                Duration.ofMinutes(5),
                "u1"));
  }

  @Test
  void givenFieldsWinOverDefaults() {
    Garment garment =
        read(
            """
            {'prompt':'rose','image_url':'a.png','style':'low-poly','collection':'LOVE_HURTS',
             'epochs':3,'tags':['a','b'],'content':{'n':[1,null]},
             'schedule_at':'2026-11-30T10:00:00+01:00','patience':'PT1S','user_id':'u1'}
            """,
            Garment.class);

    assertThat(garment.imageUrl()).contains("a.png");
    assertThat(garment.style()).isEqualTo(Style.LOW_POLY);
    assertThat(garment.epochs()).isEqualTo(3);
    assertThat(garment.tags()).containsExactly("a", "b");
    assertThat(garment.content().toString()).isEqualTo("{n=[1, null]}");
    assertThat(garment.scheduleAt()).contains(Instant.parse("2026-11-30T09:00:00Z"));
    assertThat(garment.patience()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void nullMakesAnOptionalEmpty() {
    assertThat(read("{'prompt':'rose','user_id':'u1','image_url':null}", Garment.class).imageUrl())
        .isEmpty();
  }

  @Test
  void aliasIsReadAsTheConstantItStandsFor() {
    Garment garment = read("{'prompt':'rose','user_id':'u1','collection':'BLACK'}", Garment.class);

    assertThat(garment.collection()).isEqualTo(Collection.BLACK_ROSE);
    assertThat(written(garment)).contains("'collection':'BLACK_ROSE'");
  }

  @Test
  void unknownFieldsAreListedWhenTheyAreToBeIgnored() {
    var decoded =
        CODEC.decode(
            json("{'boxes':[{'size':1,'colour':'red'},{'size':2}],'x y':1}"),
            Boxes.class,
            UnknownFields.IGNORE);

    assertThat(decoded.value()).isEqualTo(new Boxes(List.of(new Box(1), new Box(2))));
    assertThat(decoded.ignored()).containsExactly("boxes[0].colour", "[\"x y\"]");
  }

  record Box(int size) {}

  record Boxes(List<Box> boxes) {}

  @Test
  void numbersStayExact() {
    String big = "123456789012345678901234567890";
    Numbers numbers =
        read(
            "{'any':[1,2147483648,%s,0.10],'whole':%s,'decimal':1e400,'raw':%s}"
                .formatted(big, big, big),
            Numbers.class);

    assertThat(numbers.any())
        .isEqualTo(List.of(1, 2147483648L, new BigInteger(big), new BigDecimal("0.10")));
    assertThat(numbers.whole()).isEqualTo(big);
    assertThat(numbers.decimal()).isEqualTo("1e400");
    assertThat(numbers.raw()).isEqualTo(Json.of(big));
  }

  record Numbers(Object any, BigInteger whole, BigDecimal decimal, Json raw) {}

  @Test
  void wholeNumbersFitFractions() {
    assertThat(read("{'a':5,'b':0.5,'c':-7}", Fractions.class))
        .isEqualTo(new Fractions(5.0, 0.5f, new BigDecimal("-7")));
  }

  record Fractions(double a, float b, BigDecimal c) {}

  @Test
  void outermostJsonKeepsItsBytes() {
    Json spaced = Json.of(" { \"a\" : 1.00 } ");

    assertThat(CODEC.decode(spaced, Json.class, UnknownFields.REFUSE).value()).isSameAs(spaced);
  }

  @Test
  void simpleTypesNeedNoRecord() {
    assertThat(read("'x'", String.class)).isEqualTo("x");
    assertThat(read("5", Integer.class)).isEqualTo(5);
    assertThat(read("5", int.class)).isEqualTo(5);
    assertThat((Object) read("[1,'x']", List.class)).isEqualTo(List.of(1, "x"));
    assertThat((Object) read("{'a':{}}", Map.class)).isEqualTo(Map.of("a", Map.of()));
    assertThat(read("'anime'", Style.class)).isEqualTo(Style.ANIME);
  }

  @Test
  void recordWithJsonValueIsThatValue() {
    assertThat(read("{'user':'u1','seen':['a'],'by':{'u2':1}}", Visit.class))
        .isEqualTo(new Visit(new User("u1"), Set.of("a"), Map.of(new User("u2"), 1)));
    assertThat(written(new Visit(new User("u1"), Set.of("a"), Map.of(new User("u2"), 1))))
        .isEqualTo("{'user':'u1','seen':['a'],'by':{'u2':1}}");
  }

  record User(@JsonValue String name) {}

  record Visit(User user, Set<String> seen, Map<User, Integer> by) {}

  @Test
  void sealedInterfaceIsReadAsTheRecordThatFits() {
    assertThat(read("{'radius':2}", Figure.class)).isEqualTo(new Figure.Circle(2));
    assertThat(read("{'width':2,'height':3}", Figure.class)).isEqualTo(new Figure.Box(2, 3));
    assertThat(read("{'parts':[{'radius':1},{'parts':[]}]}", Figure.class))
        .isEqualTo(new Figure.Group(List.of(new Figure.Circle(1), new Figure.Group(List.of()))));
  }

  sealed interface Figure {
    record Circle(double radius) implements Figure {}

    record Box(double width, double height) implements Figure {}

    record Group(List<Figure> parts) implements Figure {}
  }

  @Test
  void recordMayHoldItself() {
    assertThat(read("{'name':'a','below':[{'name':'b','below':[]}]}", Tree.class))
        .isEqualTo(new Tree("a", List.of(new Tree("b", List.of()))));
  }

  record Tree(String name, List<Tree> below) {}

  @Test
  void whatIsReadCannotBeChanged() {
    Garment garment =
        read("{'prompt':'p','user_id':'u','tags':['a'],'content':{'a':[1]}}", Garment.class);

    assertThat(garment.tags()).isUnmodifiable();
    assertThat((List<?>) garment.content().get("a")).isUnmodifiable();
  }

  @Test
  void memberIsTheBytesBetween() {
    Json object = json("{'a':{'x':[1, 2]},'b': 'tü' ,'c':-1.50,'d':null,'e':true}");

    assertThat(CODEC.member(object, "a")).contains(json("{'x':[1, 2]}"));
    assertThat(CODEC.member(object, "b")).contains(json("'tü'"));
    assertThat(CODEC.member(object, "c")).contains(json("-1.50"));
    assertThat(CODEC.member(object, "d")).contains(json("null"));
    assertThat(CODEC.member(object, "e")).contains(json("true"));
    assertThat(CODEC.member(object, "x")).isEmpty();
    assertThat(CODEC.member(json("[1]"), "a")).isEmpty();
    assertThat(CODEC.member(json("{'b':1"), "a")).isEmpty();
    assertThat(
            CODEC.member(
                Json.ofBytes("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16)), "a"))
        .isEmpty();
  }
}
