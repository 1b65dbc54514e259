package org.commonwatt.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.ingest.registers.DecimalQuantity;
import org.commonwatt.ingest.registers.RegisterUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicValuesTest {
  private static final Duration AGE = Duration.ofSeconds(60);
  private static final MqttPoint NUMBER = point("number", "");
  private static final MqttPoint IN = point("both", "total.in");
  private static final MqttPoint OUT = point("both", "total.out");
  private static final MqttPoint ENTITY = new MqttPoint("m1", null, false);

  private final AtomicLong nanos = new AtomicLong(-5);
  private final TopicValues values = new TopicValues(List.of(NUMBER, IN, OUT, ENTITY), nanos::get);

  @Test
  void aNumberIsTheMessageOrAFieldOfIt() {
    assertThat(take("number", "14052.311")).isEqualTo(TopicValues.Outcome.TAKEN);
    assertThat(take("both", "{\"total\": {\"in\": 1.50, \"out\": \"0.903\"}}"))
        .isEqualTo(TopicValues.Outcome.TAKEN);
    assertThat(value(NUMBER)).contains(new DecimalQuantity(14_052_311, 1));
    assertThat(value(IN)).contains(new DecimalQuantity(1_500, 10));
    assertThat(value(OUT)).contains(new DecimalQuantity(903, 1));
  }

  @Test
  void aValueThatIsTooOldStandsForNothing() {
    take("number", "1");
    nanos.addAndGet(AGE.toNanos());
    assertThat(value(NUMBER)).isPresent();
    nanos.addAndGet(1);
    assertThat(value(NUMBER)).isEmpty();
    take("number", "1");
    assertThat(value(NUMBER)).as("the same again is young again").isPresent();
  }

  @Test
  void whatTheBrokerRetainedHasNoAge() {
    assertThat(values.take("number", bytes("1"), true)).isEqualTo(TopicValues.Outcome.RETAINED);
    assertThat(value(NUMBER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unavailable",
        "unknown",
        "null",
        "NaN",
        "1,5",
        "1e9",
        "{}",
        "{\"total\":{\"in\":1}",
        "\u0000"
      })
  void whatIsNoNumberLeavesTheValueAsItWas(String payload) {
    take("number", "7");
    assertThat(take("number", payload)).isEqualTo(TopicValues.Outcome.MALFORMED);
    assertThat(value(NUMBER)).contains(new DecimalQuantity(7_000, 1_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"total\": {\"in\": true}}",
        "{\"total\": {\"in\": [1]}}",
        "{\"total\": {\"in\": 1e400}}",
        "{\"total\": {\"in\": 1e-400}}",
        "{\"total\": {\"in\": 11111111111111111111111111111111111111111111111111}}",
        "{\"total\": 1}",
        "{\"total\": {\"in\": 1}} 2",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]"
      })
  void aFieldThatIsNoNumberGivesNothing(String payload) {
    assertThat(take("both", payload)).isEqualTo(TopicValues.Outcome.MALFORMED);
    assertThat(value(IN)).isEmpty();
  }

  @Test
  void aTopicThatNobodyAskedForGivesNothing() {
    assertThat(take("other", "1")).isEqualTo(TopicValues.Outcome.MALFORMED);
    assertThat(values.topics()).containsExactlyInAnyOrder("number", "both");
  }

  @Test
  void anEntityIsWhereItIsAnnounced() {
    assertThat(values.usesDiscovery()).isTrue();
    assertThat(announce("other", "x")).as("not ours").isEmpty();
    assertThat(value(ENTITY)).isEmpty();
    assertThat(announce("m1", "first")).contains("first");
    assertThat(announce("m1", "first")).as("known already").isEmpty();
    take("first", "2");
    assertThat(value(ENTITY)).contains(new DecimalQuantity(2_000, 1_000));
    assertThat(announce("m1", "second")).contains("second");
    assertThat(value(ENTITY)).as("it has moved").isEmpty();
  }

  @Test
  void whatHasMovedLeavesItsFormerTopic() {
    announce("m1", "first");
    take("first", "2");
    assertThat(move("m1", "second")).isEqualTo(new TopicValues.Moved("second", "first"));
    assertThat(values.topics()).containsExactlyInAnyOrder("number", "both", "second");
    assertThat(take("first", "3")).isEqualTo(TopicValues.Outcome.MALFORMED);
    assertThat(move("m1", "first")).isEqualTo(new TopicValues.Moved("first", "second"));
    assertThat(value(ENTITY)).as("what came before is forgotten").isEmpty();
  }

  @Test
  void aTopicThatOthersNeedStays() {
    announce("m1", "number");
    assertThat(move("m1", "second")).isEqualTo(new TopicValues.Moved("second", null));
    assertThat(take("number", "1")).isEqualTo(TopicValues.Outcome.TAKEN);
    assertThat(value(NUMBER)).isPresent();
  }

  @Test
  void aValueTellsItsAge() {
    take("number", "1");
    nanos.addAndGet(Duration.ofSeconds(7).toNanos());
    assertThat(values.value(NUMBER, AGE).orElseThrow().age()).isEqualTo(Duration.ofSeconds(7));
  }

  private Optional<DecimalQuantity> value(MqttPoint point) {
    return values.value(point, AGE).map(TopicValues.Aged::quantity);
  }

  private Optional<String> announce(String entity, String topic) {
    return Optional.ofNullable(move(entity, topic).subscribe());
  }

  private TopicValues.Moved move(String entity, String topic) {
    return values.announce(
        bytes(
            "{\"unique_id\":\"%s\",\"state_topic\":\"%s\",\"unit_of_measurement\":\"kWh\"}"
                .formatted(entity, topic)));
  }

  private TopicValues.Outcome take(String topic, String payload) {
    return values.take(topic, bytes(payload), false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MqttPoint point(String topic, String field) {
    return new MqttPoint(
        null, new MqttPoint.Place(topic, field, RegisterUnit.KILOWATT_HOUR), false);
  }
}
