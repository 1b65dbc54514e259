package org.commonwatt.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;

/** The bytes are those of Jackson's own text. */
class JsonBytesTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Property
  void everyTreeHasTheBytesOfItsText(@ForAll("trees") JsonNode tree) {
    assertThat(JsonBytes.of(tree)).isEqualTo(tree.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Example
  void numbersAtTheirEndsAndTextsThatNeedCareAreWrittenAsJacksonDoes() {
    ArrayNode array = JSON.arrayNode();
    for (long number : new long[] {0, -1, 9, 10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE}) {
      array.add(number);
    }
    array.add(Integer.MIN_VALUE).add((short) 7).add(BigInteger.TWO.pow(80)).add(true).addNull();
    for (String text : List.of("", "\"", "\\", "/", "\n", "\u0000", "\u007f", "é", "€", "😀")) {
      array.add(text);
    }
    array.add("lone \ud800 surrogate").add("x".repeat(5_000)).add("é".repeat(5_000));
    assertThat(JsonBytes.of(array)).isEqualTo(array.toString().getBytes(StandardCharsets.UTF_8));
    Message message = Message.of(array);
    assertThat(message.bytes()).isEqualTo(JsonBytes.of(array).length);
    assertThat(message.text().getBytes(StandardCharsets.UTF_8)).isEqualTo(JsonBytes.of(array));
  }

  @Property
  void fieldsHaveTheBytesOfTheTreeTheyMake(
      @ForAll @WithNull String text,
      @ForAll long number,
      @ForAll @WithNull Long maybe,
      @ForAll boolean flag,
      @ForAll("trees") JsonNode tree) {
    ObjectNode node = JSON.objectNode();
    fill(JsonFields.of(node), text, number, maybe, flag, tree);
    ObjectNode twice = JSON.objectNode();
    twice.putArray("list").add(node).add(tree).add(node);
    twice.put("after", number);

    JsonBytes out = new JsonBytes().object().name("list").array();
    fill(out.object(), text, number, maybe, flag, tree);
    out.endObject().value(tree);
    fill(out.object(), text, number, maybe, flag, tree);
    out.endObject().endArray().put("after", number).endObject();

    assertThat(out.toBytes()).isEqualTo(twice.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(out.length()).isEqualTo(out.toBytes().length);
  }

  private static void fill(
      JsonFields to,
      @Nullable String text,
      long number,
      @Nullable Long maybe,
      boolean flag,
      JsonNode tree) {
    to.put("text", text).put("number", number).put("maybe", maybe).put("flag", flag);
    to.set("tree", tree).put("é", "behind");
  }

  @Provide
  Arbitrary<JsonNode> trees() {
    return Arbitraries.lazyOf(
        () -> Arbitraries.longs().map(JSON::numberNode),
        () -> Arbitraries.integers().map(JSON::numberNode),
        () -> Arbitraries.strings().ofMaxLength(20).map(JSON::textNode),
        () -> Arbitraries.strings().ascii().ofMaxLength(20).map(JSON::textNode),
        () -> Arbitraries.of(true, false).map(JSON::booleanNode),
        () -> Arbitraries.just(JSON.nullNode()),
        () -> trees().list().ofMaxSize(4).map(JsonBytesTest::array),
        () ->
            Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), trees())
                .ofMaxSize(4)
                .map(JsonBytesTest::object));
  }

  private static JsonNode array(List<JsonNode> nodes) {
    return JSON.arrayNode().addAll(nodes);
  }

  private static JsonNode object(Map<String, JsonNode> fields) {
    ObjectNode object = JSON.objectNode();
    fields.forEach(object::set);
    return object;
  }
}
