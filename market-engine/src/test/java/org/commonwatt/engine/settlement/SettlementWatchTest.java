package org.commonwatt.engine.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.commonwatt.core.SettlementWait;
import org.commonwatt.model.DeliverySlot;
import org.junit.jupiter.api.Test;

class SettlementWatchTest {
  private long now = Long.MAX_VALUE; // the clock of durations may begin anywhere
  private final SettlementWatch watch = new SettlementWatch(() -> now, true);

  @Test
  void aSlotThatHasJustEndedIsNoTrouble() {
    assertThat(watch.trouble(waitFor(0, "home-01"))).isEmpty();
    pass(119);
    assertThat(watch.trouble(waitFor(0, "home-01"))).isEmpty();
  }

  @Test
  void aSlotThatWaitsTwoMinutesIsReportedWithTheMissingMembers() {
    watch.trouble(waitFor(0, "home-01", "home-02"));
    pass(120);
    assertThat(watch.trouble(waitFor(0, "home-02")))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("1970-01-01T00:00:00Z/PT15M")
                    .contains("home-02")
                    .doesNotContain("home-01"));
  }

  @Test
  void settlementThatMovesOnIsNoTrouble() {
    watch.trouble(waitFor(0, "home-01"));
    pass(100);
    watch.trouble(waitFor(1, "home-01"));
    pass(100);
    assertThat(watch.trouble(waitFor(1, "home-01"))).isEmpty();
    assertThat(watch.trouble(Optional.empty())).isEmpty();
    pass(100);
    assertThat(watch.trouble(waitFor(1, "home-01"))).isEmpty();
  }

  @Test
  void manyMissingMembersAreCounted() {
    Optional<SettlementWait> wait = waitFor(0, "a", "b", "c", "d", "e", "f", "g");
    watch.trouble(wait);
    pass(200);
    assertThat(watch.trouble(wait).orElseThrow()).contains("a, b, c, d, e and 2 more");
  }

  @Test
  void whereMembersHaveAccountsItIsNotSaidWhoseAreMissing() {
    SettlementWatch discreet = new SettlementWatch(() -> now, false);
    discreet.trouble(waitFor(0, "home-01", "home-02"));
    pass(200);
    assertThat(discreet.trouble(waitFor(0, "home-01", "home-02")).orElseThrow())
        .contains("metered position of 2 participants")
        .doesNotContain("home-");
  }

  @Test
  void aLedgerThatConfirmsNothingIsNamed() {
    Optional<SettlementWait> wait =
        Optional.of(new SettlementWait(new DeliverySlot(0, 15), List.of("a"), true, false));
    watch.trouble(wait);
    pass(120);
    assertThat(watch.trouble(wait).orElseThrow())
        .contains("for the ledger")
        .doesNotContain("meters")
        .doesNotContain("opens");
  }

  @Test
  void aMarketInWhichNoSlotOpensSaysSo() {
    for (boolean ledger : List.of(true, false)) {
      Optional<SettlementWait> wait =
          Optional.of(new SettlementWait(new DeliverySlot(0, 15), List.of("a"), ledger, true));
      watch.trouble(wait);
      pass(120);
      assertThat(watch.trouble(wait).orElseThrow())
          .contains(ledger ? "for the ledger" : "position of a")
          .endsWith("no further slot opens until then");
      watch.trouble(Optional.empty());
    }
  }

  private void pass(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private static Optional<SettlementWait> waitFor(int slot, String... missing) {
    return Optional.of(
        new SettlementWait(new DeliverySlot(slot * 900_000L, 15), List.of(missing), false, false));
  }
}
