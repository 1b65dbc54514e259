package org.commonwatt.log.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.commonwatt.log.LogUnavailableException;

/** The topics of the log. Their partition counts never change. */
public final class Topics {

  /** Meter readings and ticks, keyed by meter id; {@value #READINGS_PARTITIONS} partitions. */
  public static final String READINGS = "readings";

  /** Number of partitions of {@link #READINGS}. */
  public static final int READINGS_PARTITIONS = 2;

  /** Metered positions, one partition. */
  public static final String POSITIONS = "positions";

  /** Readings that were refused, one partition. */
  public static final String REJECTED_READINGS = "rejected-readings";

  /** Command frames: the market's only input, one partition per market group. */
  public static final String COMMANDS = "commands";

  /** Event frames: the engine's only output, partitioned like {@link #COMMANDS}. */
  public static final String EVENTS = "events";

  /** Has no records: its partitions, like those of {@link #COMMANDS}, are leased to engines. */
  public static final String ENGINE_LEASE = "engine-lease";

  /** Public keys of engines, one partition. */
  public static final String ENGINE_KEYS = "engine-keys";

  private static final short REPLICATION = 1;

  private Topics() {}

  /**
   * Creates the topics that do not exist yet.
   *
   * @param bootstrap address of a broker, {@code host:port}
   * @throws LogUnavailableException when the broker cannot be reached or refuses
   */
  public static void createAll(String bootstrap) {
    try (Admin admin = Admin.create(Clients.admin(bootstrap))) {
      for (KafkaFuture<Void> created : admin.createTopics(all()).values().values()) {
        await(created, bootstrap);
      }
    }
  }

  private static void await(KafkaFuture<Void> created, String bootstrap) {
    try {
      created.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new LogUnavailableException("could not create the topics on " + bootstrap, e);
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static List<NewTopic> all() {
    return List.of(
        topic(READINGS, READINGS_PARTITIONS),
        topic(POSITIONS, 1),
        topic(REJECTED_READINGS, 1),
        topic(COMMANDS, 1),
        topic(EVENTS, 1),
        topic(ENGINE_LEASE, 1),
        topic(ENGINE_KEYS, 1));
  }

  /**
   * Nothing is ever deleted. Timestamps are the broker's, because retention would go by event time
   * otherwise; the time of an event is in its payload.
   */
  private static NewTopic topic(String name, int partitions) {
    return new NewTopic(name, partitions, REPLICATION)
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, "-1",
                TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1",
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Clients.MAX_RECORD_BYTES)));
  }
}
