package org.commonwatt.log.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Compares a topic that is there with what the log needs.
 *
 * @param bootstrap address for the commands that mend it
 * @param wanted how often records are to be kept
 */
record TopicCheck(String bootstrap, Durability wanted) {

  /**
   * What a topic must be.
   *
   * @param name its name
   * @param partitions how many it has; this never changes
   * @param kept whether its records are needed for ever
   */
  record Plan(String name, int partitions, boolean kept) {}

  /**
   * A topic that is there.
   *
   * @param partitions how many it has
   * @param replicas the fewest replicas of any of them
   * @param settings its settings, by name
   */
  record Found(int partitions, int replicas, Map<String, String> settings) {
    String setting(String name) {
      return settings.getOrDefault(name, "");
    }

    long number(String name) {
      try {
        return Long.parseLong(setting(name));
      } catch (NumberFormatException e) {
        return Long.MIN_VALUE;
      }
    }
  }

  /** What differs, each with the command that mends it; empty when all is well. */
  List<String> differences(Plan plan, Found found) {
    List<String> differences = new ArrayList<>();
    if (found.partitions() != plan.partitions()) {
      differences.add(partitions(plan, found.partitions()));
    }
    if (found.replicas() < wanted.replicas()) {
      differences.add(replicas(plan.name(), found.replicas()));
    }
    if (plan.kept()) {
      requireEqual(TopicConfig.CLEANUP_POLICY_CONFIG, "delete", plan, found, differences);
      requireEqual(TopicConfig.RETENTION_MS_CONFIG, "-1", plan, found, differences);
      requireEqual(TopicConfig.RETENTION_BYTES_CONFIG, "-1", plan, found, differences);
      requireEqual(
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime", plan, found, differences);
    }
    requireEqual(
        TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false", plan, found, differences);
    requireAtLeast(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, wanted.minInSync(), plan, found, differences);
    requireAtLeast(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Clients.MAX_RECORD_BYTES, plan, found, differences);
    return differences;
  }

  /**
   * What differs of a topic that Kafka makes for itself. Who leads and what was committed stands in
   * them: on one broker alone they are its death, however often the log itself is kept.
   *
   * @param committing whether it says which transactions have committed; a change of it must be on
   *     as many brokers as one of the log
   */
  List<String> ofKafkasOwn(String topic, boolean committing, Found found) {
    List<String> differences = new ArrayList<>();
    if (found.replicas() < wanted.replicas()) {
      differences.add(replicas(topic, found.replicas()));
    }
    if (committing) {
      requireAtLeast(
          TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
          wanted.minInSync(),
          new Plan(topic, found.partitions(), false),
          found,
          differences);
    }
    return differences;
  }

  private void requireEqual(
      String setting, String value, Plan plan, Found found, List<String> differences) {
    if (!found.setting(setting).equals(value)) {
      differences.add(setting(plan, found, setting, value));
    }
  }

  private void requireAtLeast(
      String setting, long value, Plan plan, Found found, List<String> differences) {
    if (found.number(setting) < value) {
      differences.add(setting(plan, found, setting, Long.toString(value)));
    }
  }

  private String setting(Plan plan, Found found, String setting, String value) {
    return "topic %s has %s=%s and needs %s: kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%s"
        .formatted(
            plan.name(),
            setting,
            found.setting(setting),
            value,
            bootstrap,
            plan.name(),
            setting,
            value);
  }

  /** A topic with records cannot get other partitions without losing their order. */
  private String partitions(Plan plan, int found) {
    return "topic %s has partitions=%d and needs %d, which cannot be changed: if nothing has used it yet, kafka-topics.sh --bootstrap-server %s --delete --topic %s, and start again; else name another cluster"
        .formatted(plan.name(), found, plan.partitions(), bootstrap, plan.name());
  }

  private String replicas(String topic, int found) {
    return "topic %s has replication.factor=%d and needs %d: kafka-reassign-partitions.sh --bootstrap-server %s --execute --reassignment-json-file FILE with %d replicas of %s, or ask for fewer replicas"
        .formatted(topic, found, wanted.replicas(), bootstrap, wanted.replicas(), topic);
  }
}
