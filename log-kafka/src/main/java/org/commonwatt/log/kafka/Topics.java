package org.commonwatt.log.kafka;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
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

  /** What surveillance found, one partition. */
  public static final String ALERTS = "alerts";

  /** What is derived from the rest, or has no records, need not be kept for ever. */
  private static final List<TopicCheck.Plan> ALL =
      List.of(
          new TopicCheck.Plan(READINGS, READINGS_PARTITIONS, false),
          new TopicCheck.Plan(POSITIONS, 1, true),
          new TopicCheck.Plan(REJECTED_READINGS, 1, false),
          new TopicCheck.Plan(COMMANDS, 1, true),
          new TopicCheck.Plan(EVENTS, 1, true),
          new TopicCheck.Plan(ENGINE_LEASE, 1, false),
          new TopicCheck.Plan(ENGINE_KEYS, 1, true),
          new TopicCheck.Plan(ALERTS, 1, false));

  /** Kafka's own: the group that leases the lead, and the transactions that fence. */
  private static final List<String> KAFKAS_OWN =
      List.of(Topic.GROUP_METADATA_TOPIC_NAME, Topic.TRANSACTION_STATE_TOPIC_NAME);

  private static final int LOOKS = 120;
  private static final long LOOK_AGAIN_MILLIS = 250;

  private Topics() {}

  /**
   * Creates the topics that do not exist yet, as often kept as suits the cluster, and checks those
   * that do.
   *
   * @param bootstrap address of a broker, {@code host:port}
   * @return how often they are kept
   * @throws LogUnavailableException when the broker cannot be reached or refuses
   * @throws TopicsDifferException when a topic is there and is not as the log needs it
   */
  public static Durability createAll(String bootstrap) {
    return createAll(bootstrap, Durability.BY_CLUSTER);
  }

  /**
   * Creates the topics that do not exist yet, and checks those that do: nothing is changed that
   * somebody else has made.
   *
   * @param bootstrap address of a broker, {@code host:port}
   * @param wanted how often they are to be kept
   * @return how often they are kept at least
   * @throws LogUnavailableException when the broker cannot be reached or refuses
   * @throws TopicsDifferException when the cluster has too few brokers, or a topic is there and is
   *     not as the log needs it
   */
  public static Durability createAll(String bootstrap, Durability wanted) {
    try (Admin admin = Admin.create(Clients.admin(bootstrap))) {
      Durability durability = wanted.on(brokers(admin, bootstrap));
      List<NewTopic> topics = ALL.stream().map(plan -> topic(plan, durability)).toList();
      for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
        awaitCreated(created, bootstrap);
      }
      requireAsPlanned(admin, new TopicCheck(bootstrap, durability));
      return durability;
    }
  }

  /** Those that live, or as many as a topic that is there is spread over: one may be down. */
  private static int brokers(Admin admin, String bootstrap) {
    int live = await(admin.describeCluster().nodes(), bootstrap).size();
    Set<String> there = new TreeSet<>(await(admin.listTopics().names(), bootstrap));
    there.retainAll(ALL.stream().map(TopicCheck.Plan::name).toList());
    return await(admin.describeTopics(there).allTopicNames(), bootstrap).values().stream()
        .flatMap(topic -> topic.partitions().stream())
        .mapToInt(partition -> Math.max(live, partition.replicas().size()))
        .max()
        .orElse(live);
  }

  private static void requireAsPlanned(Admin admin, TopicCheck check) {
    List<String> differences = new ArrayList<>();
    for (TopicCheck.Plan plan : ALL) {
      differences.addAll(check.differences(plan, found(admin, plan.name(), check.bootstrap())));
    }
    differences.addAll(ofKafkasOwn(admin, check));
    if (!differences.isEmpty()) {
      throw new TopicsDifferException(
          differences.stream()
              .collect(
                  Collectors.joining(
                      "\n  ", "the cluster's topics are not as the log needs them:\n  ", "")));
    }
  }

  /** Kafka makes them when they are first used: before that there is nothing to look at. */
  private static List<String> ofKafkasOwn(Admin admin, TopicCheck check) {
    Set<String> there =
        await(
            admin.listTopics(new ListTopicsOptions().listInternal(true)).names(),
            check.bootstrap());
    return KAFKAS_OWN.stream()
        .filter(there::contains)
        .flatMap(
            name ->
                check
                    .ofKafkasOwn(
                        name,
                        name.equals(Topic.TRANSACTION_STATE_TOPIC_NAME),
                        found(admin, name, check.bootstrap()))
                    .stream())
        .toList();
  }

  /** A broker may hear a moment later of the topics that were just made. */
  private static TopicCheck.Found found(Admin admin, String name, String bootstrap) {
    for (int look = 0; ; look++) {
      try {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        return found(
            await(
                requireNonNull(admin.describeTopics(List.of(name)).topicNameValues().get(name)),
                bootstrap),
            await(
                requireNonNull(admin.describeConfigs(List.of(resource)).values().get(resource)),
                bootstrap));
      } catch (LogUnavailableException e) {
        if (look == LOOKS || !isBecauseOf(UnknownTopicOrPartitionException.class, e)) {
          throw e;
        }
        Utils.sleep(LOOK_AGAIN_MILLIS);
      }
    }
  }

  private static TopicCheck.Found found(TopicDescription topic, Config config) {
    int replicas =
        topic.partitions().stream()
            .mapToInt(partition -> partition.replicas().size())
            .min()
            .orElse(0);
    Map<String, String> settings =
        config.entries().stream()
            .filter(entry -> entry.value() != null)
            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    return new TopicCheck.Found(topic.partitions().size(), replicas, settings);
  }

  private static void awaitCreated(KafkaFuture<Void> created, String bootstrap) {
    try {
      await(created, bootstrap);
    } catch (LogUnavailableException e) {
      if (!isBecauseOf(TopicExistsException.class, e)) {
        throw e;
      }
    }
  }

  private static boolean isBecauseOf(Class<?> reason, LogUnavailableException fault) {
    Throwable cause = fault.getCause();
    return cause != null && reason.isInstance(cause.getCause());
  }

  private static <T> T await(KafkaFuture<T> answer, String bootstrap) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new LogUnavailableException("could not make or read topics on " + bootstrap, e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /**
   * Nothing is ever deleted. Timestamps are the broker's, because retention would go by event time
   * otherwise; the time of an event is in its payload.
   */
  private static NewTopic topic(TopicCheck.Plan plan, Durability durability) {
    return new NewTopic(plan.name(), plan.partitions(), (short) durability.replicas())
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, "-1",
                TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(durability.minInSync()),
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Clients.MAX_RECORD_BYTES)));
  }
}
