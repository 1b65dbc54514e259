package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jumps of the clock under the process of an engine, beside a broker and a database whose clocks
 * are right: everything in the process sees the jump, Kafka's clients, too.
 */
@Tag("slow")
class FakedClockSlowTest {
  private static final Duration LIMIT = EngineSite.LIMIT;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration NEAR = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void noGateIsPassedEarlyAndNothingIsLostHoweverTheClockJumps() throws Exception {
    FakedClock clock = FakedClock.in(folder);
    Instant begun = Instant.now();
    Instant slot = EngineSite.openSlot();
    try (EngineSite site = new EngineSite(folder)) {
      clock.set(DAY); // from the start, so that the market's first day is at stake, too
      try (Cli engine = site.startEngineUnder(clock, "jumping")) {
        Market market = new Market(EngineSite.uri(engine), slot);
        EngineSite.awaitClock(EngineSite.uri(engine));
        market.awaitTrouble("CLOCK_AHEAD");
        market.place("started-ahead");
        market.assertGoesOn();

        clock.set(Duration.ZERO);
        market.awaitNoTrouble();
        market.place("right");

        clock.set(DAY);
        market.awaitTrouble("CLOCK_AHEAD");
        market.place("jumped-ahead");
        market.assertGoesOn();

        clock.set(Duration.ofHours(-1));
        market.awaitTrouble("CLOCK_BEHIND");
        market.place("jumped-back");

        clock.set(Duration.ZERO);
        market.awaitNoTrouble();
        market.assertGoesOn();
        market.place("right-again");
        market.assertAllAreOpen();
        engine
            .kill(); // an end in good order waits half a minute for Kafka's clients and their clock
      }
      assertAcceptedOnce(site.events(), 5);
      assertNoGateWasPassed(site.events(), begun.plus(NEAR));
    }
  }

  private static void assertAcceptedOnce(List<EventEnvelope> events, int orders) {
    List<String> accepted =
        events.stream()
            .map(EventEnvelope::event)
            .filter(Event.OrderAccepted.class::isInstance)
            .map(event -> ((Event.OrderAccepted) event).clientOrderId())
            .toList();
    assertThat(accepted).hasSize(orders).doesNotHaveDuplicates();
  }

  /** Slots that end after the test began have not come to their delivery, whatever was shown. */
  private static void assertNoGateWasPassed(List<EventEnvelope> events, Instant now) {
    Set<Instant> delivered = new HashSet<>();
    for (EventEnvelope envelope : events) {
      if (envelope.event() instanceof Event.TimeAdvanced time) {
        assertThat(Instant.ofEpochMilli(time.timeMillis())).isBefore(now.plus(LIMIT));
      } else if (envelope.event() instanceof Event.SlotPhaseChanged changed
          && changed.phase() == SlotPhase.DELIVERY) {
        delivered.add(Instant.ofEpochMilli(changed.slot().startMillis()));
      }
    }
    assertThat(delivered).allSatisfy(start -> assertThat(start).isBefore(now.plus(LIMIT)));
  }

  /** The market as one who buys in one slot sees it. */
  private static final class Market {
    private final Api api;
    private final Instant slot;
    private final Set<String> placed = new HashSet<>();

    Market(java.net.URI engine, Instant slot) {
      this.api = new Api(engine);
      this.slot = slot;
    }

    void awaitTrouble(String code) {
      Eventually.holds(
          code + " is told",
          LIMIT,
          () -> {
            Api.Answer health = api.get("/healthz");
            return health.text("status").equals("degraded")
                && health.body().path("troubles").toString().contains(code);
          });
    }

    void awaitNoTrouble() {
      Eventually.holds("all is well", LIMIT, () -> api.get("/healthz").text("status").equals("ok"));
    }

    /** Repeats an order until it is answered: an order of the same id is taken once. */
    void place(String id) throws Exception {
      String order = Api.order("home-01", id, slot, "buy");
      Eventually.passes(
          LIMIT,
          () -> {
            Api.Answer answer = api.postOrder(order);
            assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
          });
      placed.add(id);
    }

    /** The market's time passes, and is the true one. */
    void assertGoesOn() throws Exception {
      Instant before = time();
      Eventually.holds("time passes", LIMIT, () -> time().isAfter(before.plusSeconds(4)));
      assertThat(Duration.between(Instant.now(), time()).abs()).isLessThan(NEAR);
    }

    private Instant time() throws Exception {
      return Eventually.get(
          LIMIT,
          () -> {
            Api.Answer answer = api.get("/v1/time");
            return answer.status() == 200 ? Instant.parse(answer.text("marketTime")) : null;
          });
    }

    void assertAllAreOpen() throws Exception {
      for (String id : placed) {
        Api.Answer order = api.get("/v1/orders?participant=home-01&clientOrderId=" + id);
        assertThat(order.text("state")).as(id).isEqualTo("OPEN");
      }
    }
  }
}
