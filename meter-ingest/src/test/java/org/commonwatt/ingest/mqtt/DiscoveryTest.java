package org.commonwatt.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.commonwatt.ingest.registers.RegisterUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
  private static final String CONFIG =
      """
      {"name": "Import", "unique_id": "m1_import", "state_topic": "meter/1/state",
       "device_class": "energy", "state_class": "total_increasing",
       "unit_of_measurement": "kWh", "value_template": "{{ value_json.total.in }}"}
      """;

  @Test
  void anEnergySensorIsRead() {
    assertThat(read(CONFIG))
        .contains(
            new Discovery.Announced(
                "m1_import",
                new MqttPoint.Place("meter/1/state", "total.in", RegisterUnit.KILOWATT_HOUR)));
  }

  @Test
  void shortNamesAndTheBaseTopicAreKnown() {
    assertThat(read("{'~': 'meter/1', 'uniq_id': 'p', 'stat_t': '~/w', 'unit_of_meas': 'W'}"))
        .contains(
            new Discovery.Announced("p", new MqttPoint.Place("meter/1/w", "", RegisterUnit.WATT)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = ';',
      value = {
        "{{ value_json.energy }} ; energy",
        "{{value_json['energy total']}} ; energy total",
        "{{ value_json.a['b'].c }} ; a.b.c",
        "{{ value_json.energy | float }} ; energy",
        "{{ value_json.energy | float(0) }} ; energy",
        "{{ value }} ; \"\""
      })
  void templatesThatNameAFieldAreKnown(String template, String field) {
    assertThat(read(CONFIG.replace("{{ value_json.total.in }}", template)))
        .hasValueSatisfying(it -> assertThat(it.place().field()).isEqualTo(field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ value_json.energy / 1000 }}",
        "{{ (value_json.energy * 2) | round(1) }}",
        "{% if value %}1{% endif %}",
        "{{ states('x') }}"
      })
  void aTemplateThatComputesIsNotTaken(String template) {
    assertThat(read(CONFIG.replace("{{ value_json.total.in }}", template))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{'unique_id': 'a'}",
        "{'unique_id': 'a', 'state_topic': 't', 'unit_of_measurement': '°C'}",
        "{'unique_id': 'a', 'state_topic': 't/#', 'unit_of_measurement': 'kWh'}",
        "{'unique_id': {}, 'state_topic': 't', 'unit_of_measurement': 'kWh'}"
      })
  void whatIsNoSensorOfEnergyOrPowerIsPassedOver(String payload) {
    assertThat(read(payload)).isEmpty();
  }

  @Test
  void anAnnouncementThatIsTooLargeIsPassedOver() {
    String filler = "x".repeat(Discovery.MOST_BYTES - CONFIG.length());
    String full = CONFIG.replace("\"Import\"", "\"Import" + filler + "\"");
    assertThat(read(full)).isPresent();
    assertThat(read(full.replace("Import", "Imports"))).isEmpty();
  }

  /** Single quotation marks stand for double ones where there are no others. */
  private static Optional<Discovery.Announced> read(String json) {
    String text = json.contains("\"") ? json : json.replace('\'', '"');
    return Discovery.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
