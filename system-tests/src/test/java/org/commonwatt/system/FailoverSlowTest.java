package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two engines in processes of their own and a real broker under load: the leader stands still
 * ({@code kill -STOP}) until the other leads and then goes on, the broker is killed and comes back,
 * and the leader is killed. After each fault one leads, and all that was acknowledged is there,
 * once.
 */
@Tag("slow")
class FailoverSlowTest {
  private static final int CLIENTS = 8;
  private static final int WARM_UP = 300;
  private static final int WAITING = 20;
  private static final Duration LIMIT = EngineSite.LIMIT;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void aPausedLeaderAKilledBrokerAndAKilledLeaderCostTimeAndNothingElse() throws Exception {
    try (EngineSite site = new EngineSite(folder)) {
      site.tradeContinuouslyEarly();
      try (Cli first = site.startEngine("first")) {
        first.awaitOut("(LEADING)");
        EngineSite.awaitClock(EngineSite.uri(first));
        try (Cli second = site.startEngine("second")) {
          second.awaitOut("(STANDBY)");
          new Run(site, List.of(first, second)).run();
        }
      }
    }
  }

  /** Two engines and the load on them. */
  private static final class Run {
    private final EngineSite site;
    private final List<Cli> engines;
    private final List<URI> uris;
    private final MixedLoad load;
    private final LoadOnLog log;

    Run(EngineSite site, List<Cli> engines) {
      this.site = site;
      this.engines = engines;
      this.uris = engines.stream().map(EngineSite::uri).toList();
      this.load = new MixedLoad(() -> uris, EngineSite.openSlot(), CLIENTS);
      this.log = new LoadOnLog(site.bootstrap(), load);
    }

    void run() throws Exception {
      awaitMore();
      pauseTheLeader();
      restartTheBroker();
      int heir = killTheLeader();
      load.close();
      log.check();
      log.assertUnknownOrdersAreAnswered(new Api(uris.get(heir)));
    }

    private void pauseTheLeader() throws Exception {
      int heir = awaitStandby();
      int paused = 1 - heir;
      long begun = System.nanoTime();
      engines.get(paused).pause();
      List<Waiting> waiting = Waiting.at(uris.get(paused));
      try {
        Eventually.holds("the other one leads", LIMIT, () -> takes(uris.get(heir)));
        tell("paused leader", System.nanoTime() - begun);
        awaitMore();
      } finally {
        engines.get(paused).resume();
      }
      Eventually.holds("who was paused stands by", LIMIT, () -> standby() == paused);
      assertThat(
              Files.readString(
                  site.dataOf(paused == 0 ? "first" : "second").resolve("commonwatt.log")))
          .containsAnyOf("another engine has taken over", "the lease of fontana is lost");
      awaitMore();
      log.check();
      for (Waiting one : waiting) {
        one.check(log);
      }
    }

    private void restartTheBroker() throws Exception {
      awaitStandby();
      long begun = System.nanoTime();
      site.killAndRestartBroker();
      told("killed broker", begun, uris);
      awaitMore();
      awaitStandby();
      log.check();
    }

    private int killTheLeader() throws Exception {
      int heir = awaitStandby();
      long begun = System.nanoTime();
      engines.get(1 - heir).kill();
      told("killed leader", begun, List.of(uris.get(heir)));
      awaitMore();
      return heir;
    }

    private void awaitMore() {
      int before = load.done();
      Eventually.holds("commands are done", LIMIT, () -> load.done() > before + WARM_UP);
    }

    private static boolean takes(URI engine) throws Exception {
      String order = Api.order("home-01", "taken", EngineSite.openSlot(), "buy");
      return new Api(engine).postOrder(order).status() < 300;
    }

    /** Waits until a command that was sent after the fault is done, and prints the time. */
    private void told(String fault, long begun, List<URI> by) {
      long answered =
          Eventually.get(
              LIMIT,
              () -> {
                var first = load.firstAnswer(by, begun);
                return first.isPresent() ? first.getAsLong() : null;
              });
      tell(fault, answered - begun);
    }

    private static void tell(String fault, long nanos) {
      System.out.printf(
          "failover: %s: a command was done %d ms after it; load average %.1f%n",
          fault,
          nanos / 1_000_000,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Waits until one engine leads and the other says so; who stood still may have lost it. */
    private int awaitStandby() {
      return Eventually.get(LIMIT, () -> standby() < 0 ? null : standby());
    }

    /** The engine that stands by while the other leads; -1 while that is not so. */
    private int standby() throws Exception {
      List<String> states = new ArrayList<>();
      for (URI engine : uris) {
        states.add(new Api(engine).get("/healthz").body().at("/engine/state").asText());
      }
      if (states.contains("LEADING") && states.contains("STANDBY")) {
        int standby = states.indexOf("STANDBY");
        Api.Answer refused =
            new Api(uris.get(standby))
                .postOrder(Api.order("nobody", "too-early", EngineSite.openSlot(), "buy"));
        return refused.status() == 503 && refused.text("code").equals("ENGINE_STANDBY")
            ? standby
            : -1;
      }
      return -1;
    }
  }

  /** An order that was sent to an engine that stands still, and its answer when that goes on. */
  private record Waiting(Asked.Place order, CompletableFuture<HttpResponse<String>> answer) {

    static List<Waiting> at(URI engine) {
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      Instant slot = EngineSite.openSlot().plus(Duration.ofHours(4));
      List<Waiting> sent = new ArrayList<>();
      for (int i = 0; i < WAITING; i++) {
        Asked.Place order =
            new Asked.Place(
                new Asked.Place.Who(MixedLoad.BUYER, "waits-" + i), slot, "buy", 150_000, 1);
        sent.add(
            new Waiting(
                order,
                http.sendAsync(order.at(engine).build(), HttpResponse.BodyHandlers.ofString())));
      }
      return sent;
    }

    /** What it was told is so: done, surely not done, or nobody can know. */
    void check(LoadOnLog log) throws Exception {
      HttpResponse<String> response = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      JsonNode body = JSON.readTree(response.body());
      String code = body.path("code").asText();
      if (response.statusCode() == 201) {
        assertThat(body.path("orderId").asLong()).isPositive();
        Eventually.passes(
            LIMIT,
            () -> {
              log.check();
              assertThat(log.accepted(order.who())).isEqualTo(body.path("orderId").asLong());
            });
        return;
      }
      assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
      assertThat(code).isIn("ENGINE_STANDBY", "ENGINE_RECOVERING", "OUTCOME_UNKNOWN");
      if (!code.equals("OUTCOME_UNKNOWN")) {
        assertThat(log.accepted(order.who())).as("came true: " + order).isZero();
      }
    }
  }
}
