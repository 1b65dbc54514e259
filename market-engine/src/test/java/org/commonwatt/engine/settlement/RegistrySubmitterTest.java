package org.commonwatt.engine.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.ledger.RegistryJson;
import org.commonwatt.ledger.RegistryLedger;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rulebook and the auctions of some slots await the registry; each test injects another fault.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistrySubmitterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private TestInfra infra;
  private EngineHarness engine;
  private FakeLedger ledger;
  private RegistryLedger registry;

  @BeforeAll
  void startBroker(@TempDir Path dir) {
    infra = TestInfra.broker(dir);
  }

  @BeforeEach
  void clearThreeSlots() throws Exception {
    infra.freshTopics();
    ledger = new FakeLedger();
    registry = new RegistryLedger(ledger.ledger());
    engine = EngineHarness.opened(infra.bootstrap());
    engine.run(new Command.Tick(Fixtures.slot(2).startMillis()));
  }

  @AfterEach
  void stopEngine() {
    engine.close();
  }

  @AfterAll
  void stopBroker() {
    infra.close();
  }

  @Test
  void theRulebookAndEveryAuctionAreRegisteredOnce() throws Exception {
    submit();
    assertThat(registry.rulebooks(Fixtures.MARKET))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.documentHash()).isEqualTo(Fixtures.rulebook().documentHash());
              assertThat(entry.areas()).isEqualTo(Fixtures.rulebook().areas().ids());
              assertThat(entry.place().sequence()).isEqualTo(1);
            });
    List<DeliverySlot> cleared = cleared();
    assertThat(cleared).contains(Fixtures.slot(0), Fixtures.slot(1));
    assertThat(stretches())
        .hasSizeLessThan(cleared.size() + 1)
        .first()
        .extracting("fromSequence")
        .isEqualTo(1L);
  }

  @Test
  void aLaterLookGoesOnWhereTheRegistryEnds() throws Exception {
    submit();
    int before = cleared().size();
    List<RegistryEntries> stretches = stretches();
    Event.AuctionCleared auction =
        engine
            .run(new Command.Tick(Fixtures.slot(3).startMillis()))
            .first(Event.AuctionCleared.class)
            .orElseThrow();
    submit();
    assertThat(cleared()).hasSize(before + 1).contains(auction.slot());
    assertThat(stretches()).hasSize(stretches.size() + 1);
    RegistryEntries last = stretches().get(stretches.size());
    assertThat(last.fromSequence()).isEqualTo(stretches.get(stretches.size() - 1).toSequence() + 1);
    assertThat(last.rulebooks()).isEmpty();
  }

  @Test
  void answersThatAreLostAndLedgersThatAreAwayLoseAndDoubleNothing() throws Exception {
    ledger.failBefore(2);
    ledger.forgetAfter(1);
    ledger.invalidate(1);
    submit();
    assertThat(cleared()).doesNotHaveDuplicates().contains(Fixtures.slot(1));
    assertThat(registry.rulebooks(Fixtures.MARKET)).hasSize(1);
  }

  @Test
  void moreThanOneStretchHoldsIsPostedInSeveralEvenFromOneRecord() throws Exception {
    int slots = RegistryEntries.MOST + 50;
    List<EventEnvelope> events =
        engine.run(new Command.Tick(Fixtures.slot(slots).startMillis())).events();
    List<DeliverySlot> expected = new ArrayList<>();
    for (EventEnvelope envelope : events) {
      if (envelope.event() instanceof Event.AuctionCleared auction) {
        expected.add(auction.slot());
      }
    }
    assertThat(expected).hasSizeGreaterThan(RegistryEntries.MOST);
    submit();
    assertThat(cleared()).containsAll(expected).doesNotHaveDuplicates();
    assertThat(registry.head(Fixtures.MARKET).toSequence())
        .isEqualTo(events.get(events.size() - 1).sequence());
  }

  private void submit() throws InterruptedException {
    RegisteredEvents.upToNow(engine, infra.bootstrap(), ledger.ledger());
  }

  private List<DeliverySlot> cleared() {
    return registry.auctions(Fixtures.MARKET).stream().map(AuctionEntry::slot).toList();
  }

  private List<RegistryEntries> stretches() {
    return ledger.transactions().stream()
        .filter(one -> one.code().equals("VALID"))
        .map(one -> RegistryJson.read(one.call().arguments().get(0)))
        .toList();
  }
}
