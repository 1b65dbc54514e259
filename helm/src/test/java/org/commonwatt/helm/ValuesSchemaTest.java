package org.commonwatt.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the schema of the values refuses before anything reaches a cluster. */
class ValuesSchemaTest {
  @ParameterizedTest
  @CsvSource({
    "engine.replica, 2",
    "kafka.brokers, kafka:9092",
    "password, hunter2",
    "database.password, hunter2",
    "ingest.replicas, 2",
    "ingest.push.host, 0.0.0.0",
    "networkPolicy.everywhere, true",
    "engine.resources.limits.disk, 1Gi",
    "engine.tls.key, hunter2",
  })
  void anUnknownValueIsNamed(String key, String value) {
    String name = key.substring(key.lastIndexOf('.') + 1);
    assertRefused(key, value, name);
  }

  @ParameterizedTest
  @CsvSource({
    "engine.replicas, 0",
    "engine.replicas, 6",
    "engine.replicas, two",
    "engine.port, 80",
    "engine.probePort, 70000",
    "engine.heapMiB, 12",
    "engine.antiAffinity, none",
    "engine.storage.size, 10",
    "engine.tls.secret, Not_A_Name",
    "engine.resources.limits.memory, lots",
    "ingest.enabled, maybe",
    "ingest.devicesSecret, Not_A_Name",
    "ingest.push.port, 80",
    "job.corrections, 8785",
    "job.state, disk",
    "job.surveillanceSecret, Not_A_Name",
    "meterRules.secret, Not_A_Name",
    "networkPolicy.mqtt.ports[0], 0",
    "kafka.bootstrap, kafka",
    "kafka.replicas, -1",
    "database.url, postgresql://database",
    "database.url, jdbc:postgresql://database/commonwatt?password=secret",
    "database.url, jdbc:postgresql://database/commonwatt?reWriteBatchedInserts=true",
    "image.name, Commonwatt",
    "image.pullPolicy, Sometimes",
    "keys.secret, Not_A_Name",
    "networkPolicy.kafka.ports[0], 0",
  })
  void aWrongValueIsRefused(String key, String value) {
    String[] parts = key.split("\\.");
    assertRefused(key, value, parts[parts.length - 1].replaceAll("\\[\\d+]", ""));
  }

  @Test
  void aValueThatIsTakenAwayIsMissed() {
    assertRefused("keys", "null", "keys");
  }

  /** What a schema cannot say, the chart itself does. */
  @Test
  void moreInSyncThanThereAreReplicasIsRefused() {
    assertThatThrownBy(() -> Chart.template().set("kafka.minInSync", 4).call())
        .hasMessageContaining("kafka.minInSync is more than kafka.replicas");
  }

  @Test
  void encryptionWithoutLoginsOrWithoutACertificateIsRefused() {
    assertThatThrownBy(() -> Chart.template().set("engine.tls.secret", "tls").call())
        .hasMessageContaining("engine.tls.secret needs logins.enabled");
    assertThatThrownBy(() -> Chart.template().set("engine.tls.clientCaSecret", "ca").call())
        .hasMessageContaining("engine.tls.clientCaSecret needs engine.tls.secret");
  }

  @Test
  void pushingWithoutADevicesFileIsRefused() {
    assertThatThrownBy(() -> Chart.template().set("ingest.push.enabled", true).call())
        .hasMessageContaining("ingest.push.enabled needs ingest.devicesSecret");
  }

  @Test
  void onePortForPushesAndProbesIsRefused() {
    assertThatThrownBy(
            () -> Chart.template().withValuesFile(Chart.FULL).set("ingest.push.port", 18082).call())
        .hasMessageContaining("ingest.push.port is ingest.probePort");
  }

  @Test
  void whatItTakesIsTaken() {
    assertThat(Chart.template().set("engine.replicas", 3).call()).contains("replicas: 3");
  }

  private static void assertRefused(String key, String value, String named) {
    assertThatThrownBy(() -> Chart.template().set(key, value).call())
        .hasMessageContaining("don't meet the specifications of the schema")
        .hasMessageContaining(named);
  }
}
