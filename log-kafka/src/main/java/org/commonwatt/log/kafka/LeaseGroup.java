package org.commonwatt.log.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What is known of the engines that share a lease: asked for now and then, without waiting. */
final class LeaseGroup implements AutoCloseable {
  private static final long ASK_NANOS = Duration.ofSeconds(2).toNanos();

  private final Admin admin;
  private final TopicPartition partition;
  private @Nullable CompletableFuture<Map<String, ConsumerGroupDescription>> asked;
  private long lastAsked;
  private int size = 1;
  private Optional<String> holder = Optional.empty();

  LeaseGroup(String bootstrap, TopicPartition partition) {
    this.admin = Admin.create(Clients.admin(bootstrap));
    this.partition = partition;
    forget();
  }

  /** How many engines there are, this one included; 1 before it is known. */
  int size() {
    return size;
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
      if (!answer.isCompletedExceptionally()) {
        answer.join().values().forEach(this::take);
      }
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

  private void take(ConsumerGroupDescription group) {
    size = group.members().size();
    holder =
        group.members().stream()
            .filter(member -> member.assignment().topicPartitions().contains(partition))
            .map(MemberDescription::clientId)
            .findFirst();
  }
}
