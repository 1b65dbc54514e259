package org.commonwatt.engine.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Safeguards;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationBridgeTest {
  private final MarketStateMachine market = new MarketStateMachine();

  @BeforeEach
  void openTheMarket() {
    Guarantees guarantees = new Guarantees("house", 300_000, 0, 0);
    apply(
        new Command.ActivateRulebook(
            Fixtures.rulebook().withSafeguards(new Safeguards(guarantees))));
    apply(new Command.Tick(Fixtures.START - 60 * Fixtures.MINUTE)); // four slots are open
  }

  @Test
  void aFirstConnectionHoldsForEverySlotAndAChangeForThoseThatOpenLater() {
    apply(connection(4_000));
    assertThat(market.capability("home-01", 0).orElseThrow().feedInW()).isEqualTo(4_000);
    apply(connection(9_000));
    long next = market.nextSlotStartMillis();
    assertThat(market.capability("home-01", next - 1).orElseThrow().feedInW()).isEqualTo(4_000);
    assertThat(market.capability("home-01", next).orElseThrow().feedInW()).isEqualTo(9_000);
  }

  @Test
  void whatIsKnownIsNotSentAgain() {
    apply(connection(4_000));
    apply(pledge("home-01", 500));
    assertThat(RegistrationBridge.connection(market, file(4_000))).isEmpty();
    assertThat(RegistrationBridge.pledge(market, paid("home-01", 500))).isEmpty();
    assertThat(RegistrationBridge.pledge(market, paid("home-01", 501))).isPresent();
    assertThat(RegistrationBridge.pledge(market, file(4_000))).as("nothing on file").isEmpty();
    assertThat(RegistrationBridge.connection(market, paid("house", 0))).isEmpty();
  }

  @Test
  void aCommandThatIsSentTwiceCountsOnce() {
    Entry report = pledge("house", 0).orElseThrow();
    assertThat(report.origin()).isEqualTo(new CommandOrigin(RegistrationBridge.COLLATERAL, 0, 0));
    assertThat(apply(report)).containsExactly(new Event.CollateralRecorded("house", 0, 7));
    assertThat(apply(report)).containsExactly(new Event.DuplicateIgnored(report.origin()));
    assertThat(pledge("home-02", 1).orElseThrow().origin().offset()).isEqualTo(1);
  }

  @Test
  void aRefusedReportLeavesTheDifferenceAndTakesANewOffset() {
    assertThat(apply(pledge("stranger", 5).orElseThrow()).get(0))
        .isInstanceOf(Event.CollateralRejected.class);
    assertThat(pledge("stranger", 5).orElseThrow().origin().offset()).isEqualTo(1);
  }

  private Optional<Entry> connection(long feedInW) {
    return RegistrationBridge.connection(market, file(feedInW));
  }

  private Optional<Entry> pledge(String account, long collateralNano) {
    return RegistrationBridge.pledge(market, paid(account, collateralNano));
  }

  private static Registration file(long feedInW) {
    return new Registration("home-01", new Registration.Connection(feedInW, 17_000), null);
  }

  private static Registration paid(String account, long collateralNano) {
    return new Registration(account, null, new Registration.Pledge(collateralNano, 7));
  }

  private void apply(Optional<Entry> entry) {
    apply(entry.orElseThrow());
  }

  private void apply(Command command) {
    apply(new Entry(CommandOrigin.NONE, command));
  }

  private List<Event> apply(Entry entry) {
    List<Event> events = new ArrayList<>();
    market.apply(entry, events::add);
    return events;
  }
}
