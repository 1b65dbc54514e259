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
import org.commonwatt.model.DeliverySlot;
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
  void theMarketFollowsAClockThatJumpsForwardAndStandsStillUnderOneThatJumpsBack()
      throws Exception {
    Instant near = EngineSite.openSlot();
    Instant far = near.plus(FORWARD);
    try (EngineSite site = new EngineSite(folder)) {
      Instant reached;
      try (Node node = new Node(site)) {
        node.place("before", near, 201);
        String leading = node.leadingSince();
        jumped.set(FORWARD);
        Eventually.holds("the market's time follows", LIMIT, () -> node.time().isAfter(near));
        Eventually.passes(
            LIMIT, () -> assertThat(node.order("before").text("state")).isEqualTo("EXPIRED"));
        node.place("too-late", near, 409);
        node.place("after", far, 201);
        jumped.set(BACK);
        reached = node.time();
        Eventually.holds("ticks come too early", LIMIT, () -> earlyTicks(site) >= EARLY_TICKS);
        assertThat(node.leadingSince()).as("it has kept its lease").isEqualTo(leading);
        assertThat(node.time()).isAfterOrEqualTo(reached);
        node.place("still-too-late", near, 409);
        node.place("still", far, 201);
      }
      try (Node again = new Node(site)) {
        assertThat(again.time()).isAfterOrEqualTo(reached);
        for (String id : List.of("before", "after", "still")) {
          Eventually.passes(
              LIMIT, () -> assertThat(again.order(id).status()).as(id).isEqualTo(200));
        }
        jumped.set(FORWARD.plusHours(1));
        Eventually.holds(
            "the market's time goes on",
            LIMIT,
            () -> again.time().isAfter(reached.plusSeconds(1_800)));
      }
      assertThat(ticks(site)).isSorted();
      assertGatesPassedOnce(site, near, far);
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

  /** However often the clock came by. */
  private static void assertGatesPassedOnce(EngineSite site, Instant near, Instant far) {
    List<Event.SlotPhaseChanged> phases =
        site.events().stream()
            .map(envelope -> envelope.event())
            .filter(Event.SlotPhaseChanged.class::isInstance)
            .map(Event.SlotPhaseChanged.class::cast)
            .toList();
    assertThat(phases).doesNotHaveDuplicates();
    assertThat(phases)
        .filteredOn(changed -> changed.phase() == SlotPhase.CLEARED)
        .extracting(changed -> changed.slot().startMillis())
        .contains(near.toEpochMilli())
        .doesNotContain(far.plus(FORWARD).toEpochMilli());
    List<DeliverySlot> auctions =
        site.events().stream()
            .map(envelope -> envelope.event())
            .filter(Event.AuctionCleared.class::isInstance)
            .map(event -> ((Event.AuctionCleared) event).slot())
            .toList();
    assertThat(auctions).doesNotHaveDuplicates().isNotEmpty();
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
