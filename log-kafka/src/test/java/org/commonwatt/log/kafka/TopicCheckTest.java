package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of topics that somebody else has made, without a broker. */
class TopicCheckTest {
  private static final String AT = "host:9092";
  private static final TopicCheck.Plan EVENTS = new TopicCheck.Plan("events", 1, true);
  private static final TopicCheck.Plan READINGS = new TopicCheck.Plan("readings", 2, false);
  private static final TopicCheck CHECK = new TopicCheck(AT, new Durability(3, 2));
  private static final Map<String, String> GOOD =
      Map.of(
          "cleanup.policy", "delete",
          "retention.ms", "-1",
          "retention.bytes", "-1",
          "message.timestamp.type", "LogAppendTime",
          "unclean.leader.election.enable", "false",
          "min.insync.replicas", "2",
          "max.message.bytes", String.valueOf(Clients.MAX_RECORD_BYTES));

  @Test
  void aTopicAsPlannedHasNoDifference() {
    assertThat(CHECK.differences(EVENTS, new TopicCheck.Found(1, 3, GOOD))).isEmpty();
    assertThat(CHECK.differences(EVENTS, found("min.insync.replicas", "3")))
        .as("more than asked for is well")
        .isEmpty();
  }

  @Test
  void everySettingIsNamedWithTheCommandThatMendsIt() {
    differs("cleanup.policy", "compact", "delete");
    differs("retention.ms", "604800000", "-1");
    differs("retention.bytes", "1073741824", "-1");
    differs("message.timestamp.type", "CreateTime", "LogAppendTime");
    differs("unclean.leader.election.enable", "true", "false");
    differs("min.insync.replicas", "1", "2");
    differs("max.message.bytes", "1048588", String.valueOf(Clients.MAX_RECORD_BYTES));
  }

  @Test
  void aSettingThatTheBrokerDoesNotTellIsADifference() {
    Map<String, String> settings = new HashMap<>(GOOD);
    settings.remove("retention.ms");
    assertThat(CHECK.differences(EVENTS, new TopicCheck.Found(1, 3, settings))).hasSize(1);
  }

  @Test
  void partitionsAndReplicasAreNamed() {
    assertThat(CHECK.differences(EVENTS, new TopicCheck.Found(2, 1, GOOD)))
        .satisfiesExactly(
            partitions ->
                assertThat(partitions)
                    .startsWith("topic events has partitions=2 and needs 1")
                    .contains("kafka-topics.sh --bootstrap-server host:9092 --delete"),
            replicas ->
                assertThat(replicas)
                    .startsWith("topic events has replication.factor=1 and needs 3")
                    .contains("kafka-reassign-partitions.sh"));
  }

  @Test
  void kafkasOwnTopicsAreKeptAsOftenAsTheLog() {
    String own = "__transaction_state";
    Map<String, String> settings = Map.of("min.insync.replicas", "2");
    assertThat(CHECK.ofKafkasOwn(own, true, new TopicCheck.Found(50, 3, settings))).isEmpty();
    assertThat(CHECK.ofKafkasOwn(own, true, new TopicCheck.Found(50, 1, settings)))
        .singleElement()
        .asString()
        .startsWith("topic __transaction_state has replication.factor=1 and needs 3")
        .contains("kafka-reassign-partitions.sh");
    Map<String, String> alone = Map.of("min.insync.replicas", "1");
    assertThat(CHECK.ofKafkasOwn(own, true, new TopicCheck.Found(50, 3, alone)))
        .singleElement()
        .asString()
        .startsWith("topic __transaction_state has min.insync.replicas=1 and needs 2");
    assertThat(CHECK.ofKafkasOwn("__consumer_offsets", false, new TopicCheck.Found(50, 3, alone)))
        .as("the lease only says who tries")
        .isEmpty();
  }

  @Test
  void whatIsNotNeededForEverMayBeKeptForAWhile() {
    Map<String, String> settings = new HashMap<>(GOOD);
    settings.put("retention.ms", "604800000");
    assertThat(CHECK.differences(READINGS, new TopicCheck.Found(2, 3, settings))).isEmpty();
  }

  @Test
  void aClusterOfThreeKeepsThreeCopiesAndASmallerOneSaysWhatItLoses() {
    assertThat(Durability.BY_CLUSTER.on(1)).isEqualTo(new Durability(1, 1));
    assertThat(Durability.BY_CLUSTER.on(2)).isEqualTo(new Durability(1, 1));
    assertThat(Durability.BY_CLUSTER.on(3)).isEqualTo(new Durability(3, 2));
    assertThat(Durability.BY_CLUSTER.on(5)).isEqualTo(new Durability(3, 2));
    assertThat(new Durability(5, 0).on(5)).isEqualTo(new Durability(5, 4));
    assertThat(new Durability(1, 0).on(3)).isEqualTo(new Durability(1, 1));
    assertThat(new Durability(1, 1).losesWithOneBroker()).isTrue();
    assertThat(new Durability(3, 2).losesWithOneBroker()).isFalse();
  }

  @Test
  void moreCopiesThanBrokersAreRefused() {
    assertThatThrownBy(() -> new Durability(3, 2).on(1))
        .isInstanceOf(TopicsDifferException.class)
        .hasMessageContaining("3 replicas", "the cluster's 1");
    assertThatThrownBy(() -> new Durability(0, 2).on(1)).isInstanceOf(TopicsDifferException.class);
    assertThatThrownBy(() -> new Durability(2, 3)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void differs(String setting, String found, String needed) {
    assertThat(CHECK.differences(EVENTS, found(setting, found)))
        .isEqualTo(
            List.of(
                "topic events has %1$s=%2$s and needs %3$s: kafka-configs.sh --bootstrap-server host:9092 --alter --entity-type topics --entity-name events --add-config %1$s=%3$s"
                    .formatted(setting, found, needed)));
  }

  private static TopicCheck.Found found(String setting, String value) {
    Map<String, String> settings = new HashMap<>(GOOD);
    settings.put(setting, value);
    return new TopicCheck.Found(1, 3, settings);
  }
}
