package org.commonwatt.log.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of the engines that share a lease: asked for now and then, without waiting. */
final class LeaseGroup implements AutoCloseable {
  private static final long ASK_NANOS = Duration.ofSeconds(2).toNanos();

  private static final Logger LOG = LoggerFactory.getLogger(LeaseGroup.class);

  private final Admin admin;
  private final TopicPartition partition;
  private final String engine;
  private @Nullable CompletableFuture<Map<String, ConsumerGroupDescription>> asked;
  private long lastAsked;
  private boolean known;
  private boolean remains;
  private int others;
  private Optional<String> holder = Optional.empty();

  LeaseGroup(String bootstrap, TopicPartition partition, String engine) {
    this.admin = Admin.create(Clients.admin(bootstrap));
    this.partition = partition;
    this.engine = engine;
    forget();
  }

  /** Whether the group has answered yet. */
  boolean isKnown() {
    return known;
  }

  /** How many other engines ask for the lease; 0 before it is known. */
  int others() {
    return others;
  }

  /**
   * Strikes this engine off the group, if it is there: a process of its name that has died stays a
   * member until its session ends. Does not wait.
   */
  void strikeOff() {
    if (remains) {
      remains = false;
      admin.removeMembersFromConsumerGroup(
          KafkaLease.GROUP,
          new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(engine))));
      forget();
    }
  }

  /** The name of the engine that holds the lease, as far as it is known. */
  Optional<String> holder() {
    return holder;
  }

  /** Something has changed: asks again soon. */
  void forget() {
    lastAsked = System.nanoTime() - ASK_NANOS;
  }

  void refresh(long now) {
    CompletableFuture<Map<String, ConsumerGroupDescription>> answer = asked;
    if (answer != null && answer.isDone()) {
      take(answer);
      asked = null;
    }
    if (asked == null && now - lastAsked >= ASK_NANOS) {
      lastAsked = now;
      asked =
          admin
              .describeConsumerGroups(List.of(KafkaLease.GROUP))
              .all()
              .toCompletionStage()
              .toCompletableFuture();
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private void take(CompletableFuture<Map<String, ConsumerGroupDescription>> answer) {
    try {
      answer.join().values().forEach(this::take);
    } catch (CompletionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) { // nobody has ever asked for it
        known = true;
        others = 0;
        remains = false;
        holder = Optional.empty();
      } else { // asked again; what was known stays
        LOG.debug("the group of the lease does not answer", e);
      }
    }
  }

  private void take(ConsumerGroupDescription group) {
    known = true;
    others = 0;
    remains = false;
    for (MemberDescription member : group.members()) {
      boolean own = member.groupInstanceId().equals(Optional.of(engine));
      remains |= own;
      others += own ? 0 : 1;
    }
    holder =
        group.members().stream()
            .filter(member -> member.assignment().topicPartitions().contains(partition))
            .map(MemberDescription::clientId)
            .findFirst();
  }
}
