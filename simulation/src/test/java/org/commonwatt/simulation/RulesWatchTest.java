package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch passes a change of rules amid a slot's life, and finds rules that are mixed up. */
class RulesWatchTest {
  private static final List<Rulebook> VERSIONS = Rulebooks.of(1);
  private static final Rulebook FIRST = VERSIONS.get(0);
  private static final Rulebook SECOND = VERSIONS.get(1);
  private static final String HOME = Community.HOMES.get(0);

  private final ToldLog log = new ToldLog(MarketBounds.USUAL);
  private final Sights sights = new Sights();

  /** The first slot opens under the first rules, at whose prices it trades on under the second. */
  @BeforeEach
  void changeRules() {
    log.apply(new Command.ActivateRulebook(FIRST));
    Community.HOMES.forEach(home -> log.apply(new Command.ReportCollateral(home, 1L << 50, 0)));
    tick(-50);
    log.apply(new Command.ActivateRulebook(SECOND));
    order("dear", 0, 900_000);
    order("too-dear", 1, 900_000);
    tick(-40);
    order("too-dear", 1, 900_000);
    order("cheap", 1, 290_000);
    tick(35);
    for (int slot = 0; slot < 2; slot++) {
      for (String home : Community.HOMES) {
        log.apply(
            new Command.ReportPosition(
                new MeteredPosition(home, Community.slot(slot), 1, 1_000, 400, Quality.ACTUAL)));
      }
    }
  }

  @Test
  void theRealRulesPass() {
    assertThat(log.of(Event.OrderAccepted.class))
        .extracting(Event.OrderAccepted::clientOrderId)
        .containsExactly("dear", "cheap");
    assertThat(log.of(Event.SlotSettled.class))
        .extracting(settled -> settled.batch().rulebookVersion())
        .containsExactly(1, 2);
    assertThat(problem(VERSIONS)).isEmpty();
    assertThat(sights.counts())
        .containsKeys(Sight.SETTLED_UNDER_FIRST_RULES, Sight.SETTLED_UNDER_SECOND_RULES);
  }

  @Test
  void pricesOfOtherRulesAreFound() {
    assertThat(problem(List.of(PlantedRulebooks.withPricesOf(FIRST, SECOND), SECOND)))
        .startsWith("an order has a price that its slot's rules do not allow");
  }

  @Test
  void theTariffOfOtherRulesIsFound() {
    assertThat(problem(List.of(FIRST, PlantedRulebooks.withTariffOf(SECOND, FIRST))))
        .startsWith("a line is not at the tariff of its slot's rules");
    assertThat(problem(List.of(PlantedRulebooks.withTariffOf(FIRST, SECOND), SECOND)))
        .startsWith("a line is not at the tariff of its slot's rules");
  }

  private String problem(List<Rulebook> versions) {
    RulesWatch watch = new RulesWatch(versions, sights);
    return log.problem((envelope, command) -> watch.take(envelope.event()), event -> event);
  }

  private void order(String id, int slot, long price) {
    log.apply(
        new Command.PlaceOrder(
            HOME,
            id,
            Community.areaOf(HOME),
            Community.slot(slot).startMillis(),
            Side.BUY,
            price,
            100));
  }

  private void tick(int minutes) {
    log.apply(new Command.Tick(Community.START + minutes * Community.MINUTE));
  }
}
