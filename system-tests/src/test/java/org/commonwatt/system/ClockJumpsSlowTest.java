package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.MarketTime;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.MarketServiceConfig;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.model.Event;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jumps of the wall clock, with a real broker. The clock is the one that is injected into the
 * service and into its ticks, in the test's process: no other process's clock can be set without
 * its help.
 */
@Tag("slow")
class ClockJumpsSlowTest {
  private static final Duration LIMIT = EngineSite.LIMIT;
  private static final Duration FORWARD = Duration.ofHours(6);
  private static final Duration BACK = Duration.ofHours(-1);
  private static final int EARLY_TICKS = 2;

  @TempDir private Path folder;

  private final AtomicReference<Duration> jumped = new AtomicReference<>(Duration.ZERO);
  private final InstantSource wall = () -> Instant.now().plus(jumped.get());

  @Test
  void theMarketGoesByTheBrokersClockUnderOneThatIsAheadAndStandsStillUnderOneThatJumpsBack()
      throws Exception {
    Instant near = EngineSite.openSlot();
    try (EngineSite site = new EngineSite(folder)) {
      Instant reached;
      try (Node node = new Node(site)) {
        node.place("before", near, 201);
        String leading = node.leadingSince();
        jumped.set(FORWARD);
        node.awaitTrouble("CLOCK_AHEAD");
        Instant atTheJump = node.time();
        Eventually.holds("time passes", LIMIT, () -> node.time().isAfter(atTheJump));
        assertThat(node.time()).isBefore(near);
        assertThat(node.order("before").text("state")).isEqualTo("OPEN");
        node.place("ahead", near, 201);
        jumped.set(BACK);
        node.awaitTrouble("CLOCK_BEHIND");
        reached = node.time();
        Eventually.holds("ticks come too early", LIMIT, () -> earlyTicks(site) >= EARLY_TICKS);
        assertThat(node.leadingSince()).as("it has kept its lease").isEqualTo(leading);
        assertThat(node.time()).isEqualTo(reached);
        node.place("behind", near, 201);
      }
      jumped.set(FORWARD); // now from its start on
      try (Node again = new Node(site)) {
        again.awaitTrouble("CLOCK_AHEAD");
        Eventually.holds("time goes on", LIMIT, () -> again.time().isAfter(reached));
        for (String id : List.of("before", "ahead", "behind")) {
          Eventually.passes(
              LIMIT, () -> assertThat(again.order(id).text("state")).as(id).isEqualTo("OPEN"));
        }
        jumped.set(Duration.ZERO);
        Eventually.holds("all is well", LIMIT, () -> again.market.troubles().isEmpty());
        again.place("right", near, 201);
      }
      assertThat(ticks(site)).isSorted();
      assertNoGateWasPassedEarly(site, near);
    }
  }

  /** The market's time as each tick has left it; one that is too early leaves it where it is. */
  private static List<Long> ticks(EngineSite site) {
    return site.events().stream()
        .map(envelope -> envelope.event())
        .filter(Event.TimeAdvanced.class::isInstance)
        .map(event -> ((Event.TimeAdvanced) event).timeMillis())
        .toList();
  }

  /** And none twice, however often a clock came by. */
  private static void assertNoGateWasPassedEarly(EngineSite site, Instant near) {
    List<Event.SlotPhaseChanged> phases =
        site.events().stream()
            .map(envelope -> envelope.event())
            .filter(Event.SlotPhaseChanged.class::isInstance)
            .map(Event.SlotPhaseChanged.class::cast)
            .toList();
    assertThat(phases).doesNotHaveDuplicates();
    assertThat(phases)
        .filteredOn(changed -> changed.slot().startMillis() >= near.toEpochMilli())
        .isNotEmpty()
        .allMatch(changed -> changed.phase() == SlotPhase.OPEN);
  }

  private static int earlyTicks(EngineSite site) {
    List<Long> times = ticks(site);
    return times.size() - new HashSet<>(times).size();
  }

  /** A service and its ticks. */
  private final class Node implements AutoCloseable {
    private final MarketService market;
    private final MarketTime ticks;
    private final Api api;

    Node(EngineSite site) throws Exception {
      Community community = CommunityFile.read(site.communityFile());
      market =
          MarketService.start(
              new MarketServiceConfig(
                  community.rulebook().market(),
                  EngineKey.open(folder.resolve("engine.key")),
                  site.bootstrap(),
                  site.database(),
                  folder.resolve("snapshots"),
                  Optional.empty(),
                  0,
                  wall));
      ticks = MarketTime.start(market, community, wall);
      api = new Api(market.httpPort());
      EngineSite.awaitClock(URI.create("http://127.0.0.1:" + market.httpPort()));
    }

    void awaitTrouble(String code) {
      Eventually.holds(
          code + " is told",
          LIMIT,
          () -> market.troubles().stream().anyMatch(t -> t.startsWith(code)));
    }

    Instant time() throws Exception {
      return Instant.parse(api.get("/v1/time").text("marketTime"));
    }

    /** What the engine says of its lead, which names the event with which it began. */
    String leadingSince() {
      EngineHealth health = market.status().engine();
      assertThat(health.state()).isEqualTo(EngineState.LEADING);
      return health.detail();
    }

    void place(String id, Instant slot, int status) throws Exception {
      Api.Answer answer = api.postOrder(Api.order("home-01", id, slot, "buy"));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    }

    Api.Answer order(String id) throws Exception {
      return api.get("/v1/orders?participant=home-01&clientOrderId=" + id);
    }

    @Override
    public void close() {
      ticks.close();
      market.close();
    }
  }
}
