package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker on which somebody else has made topics. */
@Tag("slow")
class TopicsSlowTest {
  private static final long LIMIT_SECONDS = 120;

  @TempDir private Path folder;

  @Test
  void topicsThatWouldForgetOrMixTheLogAreRefusedUntilTheyAreMended() throws Exception {
    try (KafkaChild broker = KafkaChild.start(KafkaChildOptions.in(folder));
        Admin admin = Admin.create(Clients.admin(broker.bootstrapServers()))) {
      String bootstrap = broker.bootstrapServers();
      NewTopic week = new NewTopic(Topics.EVENTS, 1, (short) 1);
      admin
          .createTopics(
              List.of(
                  week.configs(
                      Map.of("retention.ms", "604800000", "cleanup.policy", "compact,delete"))))
          .all()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertThatThrownBy(() -> Topics.createAll(bootstrap))
          .isInstanceOf(TopicsDifferException.class)
          .hasMessageContaining("topic events has retention.ms=604800000 and needs -1")
          .hasMessageContaining("--add-config retention.ms=-1")
          .hasMessageContaining("topic events has cleanup.policy=compact,delete and needs delete")
          .hasMessageContaining("topic events has message.timestamp.type=CreateTime and needs")
          .hasMessageNotContaining("topic commands");

      mend(admin, "retention.ms", "-1");
      mend(admin, "cleanup.policy", "delete");
      mend(admin, "message.timestamp.type", "LogAppendTime");
      eventually(() -> assertThat(Topics.createAll(bootstrap)).isEqualTo(new Durability(1, 1)));
      assertThat(Topics.createAll(bootstrap, new Durability(1, 1)))
          .as("topics of our own are as they should be")
          .isEqualTo(new Durability(1, 1));
      assertThatThrownBy(() -> Topics.createAll(bootstrap, new Durability(3, 2)))
          .isInstanceOf(TopicsDifferException.class)
          .hasMessageContaining("the cluster's 1");

      admin
          .createPartitions(Map.of(Topics.COMMANDS, NewPartitions.increaseTo(2)))
          .all()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
      eventually(
          () ->
              assertThatThrownBy(() -> Topics.createAll(bootstrap))
                  .isInstanceOf(TopicsDifferException.class)
                  .hasMessageContaining("topic commands has partitions=2 and needs 1")
                  .hasMessageNotContaining("topic events"));
    }
  }

  /** A broker hears a moment later of what its controller has changed. */
  private static void eventually(Runnable check) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end) {
      try {
        check.run();
        return;
      } catch (AssertionError | TopicsDifferException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    check.run();
  }

  /** What the command of the message does. */
  private static void mend(Admin admin, String setting, String value) throws Exception {
    ConfigResource events = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS);
    AlterConfigOp set =
        new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    admin
        .incrementalAlterConfigs(Map.of(events, List.of(set)))
        .all()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
