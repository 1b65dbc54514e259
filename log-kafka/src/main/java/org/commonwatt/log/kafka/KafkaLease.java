package org.commonwatt.log.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.commonwatt.log.Lease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease as a consumer group on {@link Topics#ENGINE_LEASE}: who is assigned the market's
 * partition holds it. Members are static: an engine that is started again within its session of
 * {@value #SESSION_MILLIS} ms is still the same member. The assignment is sticky, so that an engine
 * that comes back takes nothing from the one that leads.
 */
public final class KafkaLease implements Lease {
  /** A member that is silent for so long is out. */
  public static final int SESSION_MILLIS = 6_000;

  static final String GROUP = "engine-lease";
  private static final int HEARTBEAT_MILLIS = 1_500;
  private static final int HANGS_MILLIS = 10_000;
  private static final int MOST_HANGS_MILLIS = 60_000;
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
  private static final long REJOIN_NANOS = Duration.ofSeconds(2).toNanos();
  private static final Duration CLOSE = Duration.ofSeconds(3);
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLease.class);

  private final String bootstrap;
  private final TopicPartition partition;
  private final String engine;
  private final LeaseGroup group;
  private @Nullable KafkaConsumer<byte[], byte[]> member;
  private int hangsMillis;
  private long lastLook;
  private long joinAfter;
  private long terms;
  private long term;

  /**
   * Joins at the first look.
   *
   * @param bootstrap address of a broker, {@code host:port}
   * @param partition the market's partition of {@link Topics#COMMANDS}
   * @param engine name that no other engine has, and that this one keeps when it is started again
   */
  public KafkaLease(String bootstrap, int partition, String engine) {
    this(bootstrap, partition, engine, HANGS_MILLIS);
  }

  /**
   * Joins at the first look.
   *
   * @param hangsMillis an engine that does not look for so long is out, though its process lives
   */
  KafkaLease(String bootstrap, int partition, String engine, int hangsMillis) {
    this.hangsMillis = hangsMillis;
    this.bootstrap = bootstrap;
    this.partition = new TopicPartition(Topics.ENGINE_LEASE, partition);
    this.engine = engine;
    this.group = new LeaseGroup(bootstrap, this.partition, engine);
    this.lastLook = System.nanoTime() - LOOK_NANOS;
    this.joinAfter = System.nanoTime();
  }

  @Override
  public Standing look(boolean caughtUp) {
    long now = System.nanoTime();
    if (now - lastLook >= LOOK_NANOS) {
      giveMoreTime(now);
      lastLook = now;
      if (caughtUp || group.isKnown() && group.others() == 0) {
        poll(now);
      } else {
        makeWay(now);
      }
      group.refresh(now);
    }
    return new Standing(term, group.others() == 0, term > 0 ? Optional.of(engine) : group.holder());
  }

  /**
   * An engine whose step took so long that the group has put it out would be put out by the next
   * such step, too, and so would the other one: it gets twice the time.
   */
  private void giveMoreTime(long now) {
    long silentMillis = (now - lastLook) / 1_000_000;
    if (member != null && silentMillis > hangsMillis) {
      hangsMillis = (int) Math.min(MOST_HANGS_MILLIS, 2 * silentMillis);
      LOG.warn(
          "a step of {} ms cost the lease of {}; from now on {} ms may pass",
          silentMillis,
          partition,
          hangsMillis);
      leave();
      joinAfter = now;
    }
  }

  /** Another engine asks for the lease, and this one could not lead yet. */
  private void makeWay(long now) {
    if (member != null) {
      LOG.info("the lease of {} is left to who has caught up", partition);
      leave();
      joinAfter = now;
      group.forget();
    }
    if (group.others() > 0) {
      group.strikeOff();
    }
  }

  @Override
  public void giveBack() {
    leave();
    joinAfter = System.nanoTime() + REJOIN_NANOS;
  }

  @Override
  public void close() {
    leave();
    group.close();
  }

  private void poll(long now) {
    try {
      if (member == null && now - joinAfter >= 0) {
        member = join();
      }
      if (member != null) {
        member.poll(Duration.ZERO);
      }
    } catch (KafkaException e) {
      LOG.warn("the lease of {} is lost and asked for again: {}", partition, e.getMessage());
      leave();
      joinAfter = now + REJOIN_NANOS;
    }
  }

  private KafkaConsumer<byte[], byte[]> join() {
    Map<String, Object> config = Clients.consumer(bootstrap);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, engine);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, engine);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class.getName()));
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, hangsMillis);
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config);
    consumer.subscribe(List.of(partition.topic()), new Assigned());
    return consumer;
  }

  private void leave() {
    term = 0;
    KafkaConsumer<byte[], byte[]> leaving = member;
    member = null;
    if (leaving != null) {
      try {
        leaving.close(
            CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE));
      } catch (KafkaException e) {
        LOG.debug("the group was not told; the session ends by itself", e);
      }
    }
  }

  /** Called by the polls. */
  private final class Assigned implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
      if (added.contains(partition)) {
        term = ++terms;
        group.forget();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> taken) {
      if (taken.contains(partition)) {
        term = 0;
        group.forget();
      }
    }
  }
}
