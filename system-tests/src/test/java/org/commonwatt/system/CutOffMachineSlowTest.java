package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A market on three machines with a network between them: a broker on each, an engine on two. The
 * machine of the engine that leads is cut off with its broker, so that each of them still sees the
 * other and neither the rest; clients reach both sides. Later a machine with a broker alone is.
 */
@Tag("slow")
class CutOffMachineSlowTest {
  private static final Duration LIMIT = EngineSite.LIMIT;
  private static final int CLIENTS = 4;
  private static final int BETWEEN = 60;
  private static final int MACHINES = 3;

  @TempDir private Path folder;

  @Test
  void aMachineThatIsCutOffAcknowledgesNothingAndLosesAndDoublesNothing() throws Exception {
    try (MachinesApart machines = MachinesApart.make(MACHINES);
        BrokerCluster brokers = new BrokerCluster(folder.resolve("cluster"), machines.all());
        EngineSite site = new EngineSite(folder, brokers.bootstrap());
        Admin admin =
            Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers.bootstrap()))) {
      site.tradeContinuouslyEarly();
      Eventually.holds("three brokers live", LIMIT, () -> live(admin) == MACHINES);
      try (EngineApart first = new EngineApart(site, "first", machines.get(0))) {
        first.engine.awaitOut("(LEADING)");
        EngineSite.awaitClock(first.uri);
        try (EngineApart second = new EngineApart(site, "second", machines.get(1))) {
          second.engine.awaitOut("(STANDBY)");
          new Run(machines, site, admin, List.of(first, second)).run();
        }
      }
    }
  }

  private static int live(Admin admin) throws Exception {
    return admin.describeCluster().nodes().get(LIMIT.toSeconds(), TimeUnit.SECONDS).size();
  }

  /** The load, and what happens to the network under it. */
  private static final class Run {
    private final MachinesApart machines;
    private final Admin admin;
    private final List<URI> uris;
    private final MixedLoad load;
    private final LoadOnLog log;

    Run(MachinesApart machines, EngineSite site, Admin admin, List<EngineApart> engines) {
      this.machines = machines;
      this.admin = admin;
      this.uris = engines.stream().map(engine -> engine.uri).toList();
      this.load = new MixedLoad(() -> uris, EngineSite.openSlot(), CLIENTS);
      this.log = new LoadOnLog(site.bootstrap(), load);
    }

    void run() throws Exception {
      awaitMore();
      long cut = System.nanoTime();
      machines.get(0).cutOff();
      Eventually.holds("the other engine leads", LIMIT, () -> state(1).equals("LEADING"));
      awaitMore();
      log.check();
      assertThat(load.firstAnswer(List.of(uris.get(0)), cut))
          .as("what was asked of the machine that is cut off is not acknowledged")
          .isEmpty();
      assertThat(state(0)).isNotEqualTo("LEADING");
      machines.get(0).connect();
      Eventually.holds("who was cut off stands by", LIMIT, () -> state(0).equals("STANDBY"));
      awaitAllCopies();
      awaitMore();
      cutOffABroker();
      load.close();
      log.check();
      log.assertUnknownOrdersAreAnswered(new Api(leader()));
    }

    /** A broker that is cut off may cost the leader its lease: either may lead by now. */
    private URI leader() {
      return Eventually.get(
          LIMIT,
          () -> {
            for (int engine = 0; engine < uris.size(); engine++) {
              if (state(engine).equals("LEADING")) {
                return uris.get(engine);
              }
            }
            return null;
          });
    }

    private void cutOffABroker() throws Exception {
      machines.get(2).cutOff();
      awaitMore();
      machines.get(2).connect();
      awaitAllCopies();
      awaitMore();
    }

    private String state(int engine) throws IOException, InterruptedException {
      return new Api(uris.get(engine)).get("/healthz").body().at("/engine/state").asText();
    }

    private void awaitAllCopies() throws Exception {
      Eventually.passes(
          LIMIT,
          () ->
              assertThat(
                      admin
                          .describeTopics(List.of(Topics.COMMANDS, Topics.EVENTS))
                          .allTopicNames()
                          .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                          .values())
                  .allSatisfy(
                      topic ->
                          assertThat(topic.partitions())
                              .allSatisfy(one -> assertThat(one.isr()).hasSize(MACHINES))));
    }

    private void awaitMore() {
      int before = load.done();
      Eventually.holds("commands are done", LIMIT, () -> load.done() > before + BETWEEN);
    }
  }

  /**
   * An engine on a machine of its own. It answers at its loopback alone, so clients come by a relay
   * on the machine, at the same port; one on this machine gives them an address that it knows.
   */
  private static final class EngineApart implements AutoCloseable {
    final Cli engine;
    final URI uri;
    private final Process inside;
    private final TcpRelay outside;

    EngineApart(EngineSite site, String name, MachinesApart.Apart machine) throws Exception {
      int port = TestPorts.pick();
      engine = site.startEngineOn(machine, name, port);
      uri = EngineSite.uri(engine);
      inside =
          new ProcessBuilder(
                  machine.run(
                      List.of(
                          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                          "-Xmx32m",
                          "-cp",
                          System.getProperty("java.class.path"),
                          TcpRelay.class.getName(),
                          machine.clientAddress(),
                          String.valueOf(port))))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      outside =
          new TcpRelay(
              new InetSocketAddress("127.0.0.1", port),
              new InetSocketAddress(machine.clientAddress(), port));
      Eventually.holds(
          name + " can be reached", LIMIT, () -> new Api(uri).get("/healthz").status() > 0);
    }

    @Override
    public void close() throws Exception {
      outside.close();
      inside.destroyForcibly().waitFor();
      engine.close();
    }
  }
}
