package org.commonwatt.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.commonwatt.log.kafka.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers, each record on all of them and acknowledged when two have it. One is killed under
 * load, and trading goes on; an engine starts and takes over meanwhile; with two down orders are
 * answered with 503, and nothing that was acknowledged is lost when they are back.
 */
@Tag("slow")
class ThreeBrokersSlowTest {
  private static final Duration LIMIT = EngineSite.LIMIT;
  private static final int CLIENTS = 4;
  private static final int BETWEEN = 60;
  private static final int REFUSALS = 2;
  private static final List<String> KEPT =
      List.of(
          Topics.COMMANDS,
          Topics.EVENTS,
          Topics.POSITIONS,
          Topics.READINGS,
          Topics.ENGINE_KEYS,
          Topics.ENGINE_LEASE,
          "__transaction_state");

  @TempDir private Path folder;

  private final AtomicReference<URI> at = new AtomicReference<>(URI.create("http://none/"));

  @Test
  void oneOfThreeMayDieAndNothingAcknowledgedIsLostWhenTwoDo() throws Exception {
    try (BrokerCluster brokers = new BrokerCluster(folder.resolve("cluster"));
        EngineSite site = new EngineSite(folder, brokers.bootstrap());
        Admin admin =
            Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers.bootstrap()))) {
      site.tradeContinuouslyEarly();
      Eventually.holds("three brokers live", LIMIT, () -> live(admin) == 3);
      try (Cli first = site.startEngine("first")) {
        first.awaitOut("(LEADING)");
        assertThat(first.out()).doesNotContain("Warning");
        at.set(EngineSite.uri(first));
        EngineSite.awaitClock(at());
        assertKeptThreeTimes(admin);
        new Run(brokers, site, admin, first).run();
      }
    }
  }

  private URI at() {
    return requireNonNull(at.get());
  }

  private static int live(Admin admin) throws Exception {
    try {
      return admin.describeCluster().nodes().get(LIMIT.toSeconds(), TimeUnit.SECONDS).size();
    } catch (ExecutionException e) {
      return 0;
    }
  }

  private static void assertKeptThreeTimes(Admin admin) throws Exception {
    for (String topic : KEPT) {
      Eventually.passes(
          LIMIT,
          () -> {
            assertThat(description(admin, topic).partitions())
                .as(topic)
                .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3));
            assertThat(setting(admin, topic, "min.insync.replicas")).as(topic).isEqualTo("2");
          });
    }
  }

  private static TopicDescription description(Admin admin, String topic) throws Exception {
    return requireNonNull(
        admin
            .describeTopics(List.of(topic))
            .allTopicNames()
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
            .get(topic));
  }

  private static String setting(Admin admin, String topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return requireNonNull(
            admin
                .describeConfigs(List.of(resource))
                .all()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .get(resource))
        .get(name)
        .value();
  }

  /** The load, and what happens to brokers and engines under it. */
  private final class Run {
    private final BrokerCluster brokers;
    private final EngineSite site;
    private final Admin admin;
    private final Cli first;
    private final MixedLoad load;
    private final LoadOnLog log;

    Run(BrokerCluster brokers, EngineSite site, Admin admin, Cli first) {
      this.brokers = brokers;
      this.site = site;
      this.admin = admin;
      this.first = first;
      this.load = new MixedLoad(() -> List.of(at()), EngineSite.openSlot(), CLIENTS);
      this.log = new LoadOnLog(site.bootstrap(), load);
    }

    void run() throws Exception {
      awaitMore();
      int dead = description(admin, Topics.EVENTS).partitions().get(0).leader().id();
      brokers.kill(dead);
      awaitMore();
      log.check();
      try (Cli second = site.startEngine("second")) {
        second.awaitOut("(STANDBY)");
        first.kill();
        second.awaitOut("(LEADING)");
        at.set(EngineSite.uri(second));
        awaitMore();
        log.check();
        loseAnother(dead);
        load.close();
        log.check();
        log.assertUnknownOrdersAreAnswered(new Api(at()));
      }
    }

    /**
     * Neither a vote nor a second copy is left; both brokers come back. What was asked before may
     * still be answered: two brokers had it.
     */
    private void loseAnother(int dead) throws Exception {
      int next = brokers.running().get(0);
      brokers.kill(next);
      long killed = System.nanoTime();
      awaitRefusals();
      assertThat(load.firstAnswer(List.of(at()), killed))
          .as("nothing is acknowledged that one broker has")
          .isEmpty();
      brokers.start(next);
      brokers.start(dead);
      awaitMore();
    }

    private void awaitRefusals() {
      Api api = new Api(at());
      for (int i = 0; i < REFUSALS; i++) {
        String order = Api.order(MixedLoad.BUYER, "refused", EngineSite.openSlot(), "buy");
        Eventually.holds("orders get 503", LIMIT, () -> api.postOrder(order).status() == 503);
      }
    }

    private void awaitMore() {
      int before = load.done();
      Eventually.holds("commands are done", LIMIT, () -> load.done() > before + BETWEEN);
    }
  }
}
