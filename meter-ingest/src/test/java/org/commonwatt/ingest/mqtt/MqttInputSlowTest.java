package org.commonwatt.ingest.mqtt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.commonwatt.ingest.Eventually;
import org.commonwatt.ingest.Sample;
import org.commonwatt.ingest.config.Devices;
import org.commonwatt.ingest.config.DevicesFile;
import org.commonwatt.ingest.modbus.Certificates;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's mosquitto between a meter and us. */
@Tag("slow")
class MqttInputSlowTest {
  private static final String CONFIG =
      """
      {"unique_id":"m1_in","state_topic":"m/1","unit_of_measurement":"kWh","value_template":"{{ value_json.in }}"}
      """;
  private static final String METERS =
      """
        meters:
          - meter: home-1
            ratedPowerW: 20000
            import: {entity: m1_in}
            export: {topic: m/1, field: out, unit: Wh}
            power: {topic: m/1/power, unit: kW, positive: import}
      """;

  @TempDir private Path temp;

  private final List<String> counted = new CopyOnWriteArrayList<>();

  @Test
  void aMeterThatHomeAssistantWouldFindIsRead() throws Exception {
    int port = TestPorts.pick();
    try (Mosquitto broker = Mosquitto.start(temp, port, "allow_anonymous true");
        MqttInput input = input("  port: " + port + "\n" + METERS)) {
      Mqtt3BlockingClient meter = meter(port);
      send(meter, "homeassistant/sensor/m1/in/config", CONFIG, true);
      send(meter, "m/1", "{\"in\": 1, \"out\": 1}", true);
      sendUntilRead(input, meter, "{\"in\": 14052.311, \"out\": 903}", "1.234");
      assertThat(registers(input)).isEqualTo(new MeterRegisters(14_052_311, 903, -1_234, 1));

      send(meter, "m/1", "{\"in\": \"unavailable\"", false);
      send(meter, "m/1/power", "much", false);
      Eventually.until("both are seen", () -> count("malformed") == 2);
      assertThat(registers(input).importWh()).as("they change nothing").isEqualTo(14_052_311);

      send(meter, "m/1", "{\"in\": 14052.312, \"out\": 903}", false);
      send(meter, "m/1", "{\"in\": 14052.312, \"out\": 903}", false);
      Eventually.until("it came", () -> registers(input).importWh() == 14_052_312);

      broker.restart();
      Mqtt3BlockingClient again = meter(port);
      send(again, "homeassistant/sensor/m1/in/config", CONFIG, true);
      Eventually.until(
          "it reads on",
          () -> {
            send(again, "m/1", "{\"in\": 14053, \"out\": 904}", false);
            return registers(input).exportWh() == 904;
          });
    }
  }

  @Test
  void whatWasRetainedIsNoReading() throws Exception {
    int port = TestPorts.pick();
    try (Mosquitto broker = Mosquitto.start(temp, port, "allow_anonymous true")) {
      Mqtt3BlockingClient meter = meter(port);
      send(meter, "homeassistant/sensor/in/config", CONFIG, true);
      send(meter, "m/1", "{\"in\": 1, \"out\": 1}", true);
      send(meter, "m/1/power", "1", true);
      try (MqttInput input = input("  port: " + port + "\n" + METERS)) {
        Eventually.until("both came", () -> count("retained") >= 2);
        assertThat(failure(input)).isEqualTo(FailureCode.STALE);
      }
      assertThat(broker.isAlive()).isTrue();
    }
  }

  @Test
  void userPasswordAndEncryptionAreAsTheFileSays() throws Exception {
    new Certificates(temp).make("broker", "EC", "127.0.0.1");
    new Certificates(temp).make("other", "EC", "127.0.0.1");
    Files.writeString(temp.resolve("secret"), "open sesame\n");
    int port = TestPorts.pick();
    int plain = TestPorts.pick();
    Path users = temp.resolve("users");
    Mosquitto.addUser(users, "commonwatt", "open sesame");
    try (Mosquitto broker =
        Mosquitto.start(
            temp,
            port,
            "certfile " + temp.resolve("broker.crt"),
            "keyfile " + temp.resolve("broker.key"),
            "allow_anonymous false",
            "password_file " + users,
            "listener " + plain + " 127.0.0.1",
            "allow_anonymous true")) {
      String file =
          "  port: %d\n  user: commonwatt\n  passwordFile: secret\n  tls: {trust: broker.crt}\n%s"
              .formatted(
                  port, METERS.replace("{entity: m1_in}", "{topic: m/1, field: in, unit: kWh}"));
      try (MqttInput input = input(file);
          MqttInput distrusting = input(file.replace("broker.crt", "other.crt"));
          MqttInput unknown = input(file.replace("user: commonwatt", "user: somebody"))) {
        sendUntilRead(input, meter(plain), "{\"in\": 5, \"out\": 6}", "0");
        assertThat(failure(distrusting)).isEqualTo(FailureCode.STALE);
        assertThat(failure(unknown)).isEqualTo(FailureCode.STALE);
        assertThat(broker.isAlive()).isTrue();
      }
    }
  }

  @Test
  void aBrokerThatIsNotThereIsWaitedFor() throws Exception {
    int port = TestPorts.pick();
    try (MqttInput input = input("  port: " + port + "\n" + METERS)) {
      assertThat(failure(input)).isEqualTo(FailureCode.STALE);
      try (Mosquitto broker = Mosquitto.start(temp, port, "allow_anonymous true")) {
        Mqtt3BlockingClient meter = meter(port);
        send(meter, "homeassistant/sensor/m1/in/config", CONFIG, true);
        sendUntilRead(input, meter, "{\"in\": 1, \"out\": 2}", "0");
        assertThat(broker.isAlive()).isTrue();
      }
    }
  }

  private MqttInput input(String lines) throws IOException {
    Path file = temp.resolve("devices.yaml");
    Files.writeString(file, "devices: []\nmqtt:\n  host: 127.0.0.1\n" + lines);
    Devices devices = DevicesFile.read(file);
    return new MqttInput(requireNonNull(devices.mqtt()), counted::add);
  }

  /** Messages of before the subscription do not arrive, so the meter goes on sending. */
  private static void sendUntilRead(
      MqttInput input, Mqtt3BlockingClient meter, String totals, String power)
      throws InterruptedException {
    Eventually.until(
        "the meter is read",
        () -> {
          send(meter, "m/1", totals, false);
          send(meter, "m/1/power", power, false);
          return input.sample(0).get(0).result() instanceof DeviceResult.Ok;
        });
  }

  private static void send(
      Mqtt3BlockingClient meter, String topic, String payload, boolean retained) {
    meter
        .publishWith()
        .topic(topic)
        .payload(payload.getBytes(StandardCharsets.UTF_8))
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(retained)
        .send();
  }

  private static Mqtt3BlockingClient meter(int port) throws InterruptedException {
    Mqtt3BlockingClient client =
        MqttClient.builder()
            .useMqttVersion3()
            .serverHost("127.0.0.1")
            .serverPort(port)
            .buildBlocking();
    Eventually.until(
        "the broker is up",
        () -> {
          try {
            client.connect();
            return true;
          } catch (RuntimeException e) {
            return false;
          }
        });
    return client;
  }

  private long count(String outcome) {
    return counted.stream().filter(outcome::equals).count();
  }

  private static MeterRegisters registers(MqttInput input) {
    Sample sample = input.sample(0).get(0);
    assertThat(sample.result()).isInstanceOf(DeviceResult.Ok.class);
    return ((DeviceResult.Ok<MeterRegisters>) sample.result()).value();
  }

  private static FailureCode failure(MqttInput input) {
    DeviceResult<MeterRegisters> result = input.sample(0).get(0).result();
    assertThat(result).isInstanceOf(DeviceResult.Failed.class);
    return ((DeviceResult.Failed<MeterRegisters>) result).failure().code();
  }
}
