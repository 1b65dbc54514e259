package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.model.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matcher and auditor share no code; on any commands they come to the same result. */
class CoreAndAuditAgreeTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private static final List<Class<?>> KINDS = List.of(Event.class.getPermittedSubclasses());
  private static final int MARKETS = 40;

  /** So many when a kind of event was not met before. */
  private static final int MARKETS_AT_MOST = 160;

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void theAuditPassesWhateverTheCommandsWere(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("random-market");
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, CLOCK)) {
      AuditReport report = new RandomMarket(seed, ledger, seed % 4 != 0).run(200);
      assertThat(report.findings()).isEmpty();
      assertThat(report.counts().commands()).isGreaterThan(201);
    }
  }

  @Test
  void theCommandsGiveEveryKindOfEvent(@TempDir Path folder) {
    Set<Class<?>> seen = new HashSet<>();
    seen.add(Event.PositionErased.class); // is never emitted: see AuditAfterErasureTest
    seen.add(Event.BillPart.class); // takes more trades: see LargeSlotTest
    seen.add(Event.UsableEnergyLimited.class); // batteries: see ProvedStationAuditTest
    seen.add(Event.StorageTestExpires.class); // likewise
    seen.add(Event.ServiceSettled.class); // services in time: see StorageServicesAgreeTest
    seen.add(Event.StorageServiceWon.class); // offers that meet bids: StorageAuctionAuditTest
    seen.add(Event.CallTakenBack.class); // calls in time: see StorageServicesAgreeTest
    seen.add(Event.LeasePlanned.class); // likewise
    seen.add(Event.LeasePlanCut.class);
    seen.add(Event.LeaseRejected.class);
    int coupled = 0;
    int continuous = 0;
    int overLinks = 0;
    int compensations = 0;
    int corrections = 0;
    int baskets = 0;
    int alternatives = 0;
    int blocks = 0;
    int windows = 0;
    Random seeds = new Random(8);
    for (int i = 0; i < MARKETS || (i < MARKETS_AT_MOST && !seen.containsAll(KINDS)); i++) {
      try (EmbeddedLedger ledger = EmbeddedLedger.open(folder.resolve("" + i), CLOCK)) {
        RandomMarket market = new RandomMarket(seeds.nextLong(), ledger, i % 3 != 0);
        market.run(200);
        seen.addAll(market.seen());
        coupled += market.coupledSlots();
        continuous += market.continuousTrades()[0];
        overLinks += market.continuousTrades()[1];
        compensations += market.compensations();
        corrections += market.corrections();
        baskets += market.count(Event.BasketFilled.class);
        alternatives += market.count(Event.AlternativeChosen.class);
        blocks += market.count(Event.BlockAccepted.class);
        windows += market.count(Event.WindowCleared.class);
      }
    }
    assertThat(seen).containsAll(KINDS);
    assertThat(continuous).as("continuous trades").isGreaterThan(60);
    assertThat(overLinks).as("of them between areas").isGreaterThan(5);
    assertThat(compensations).as("compensations on bills").isPositive();
    assertThat(corrections).as("corrections of disputed lines").isGreaterThan(10);
    assertThat(baskets).as("baskets and blocks traded continuously").isGreaterThan(10);
    assertThat(alternatives).as("alternatives of preferences chosen").isGreaterThan(10);
    assertThat(blocks).as("blocks that waited for an auction").isGreaterThan(10);
    assertThat(windows).as("auctions that blocks joined").isGreaterThan(5);
    assertThat(coupled).as("slots in which energy flowed between areas").isGreaterThan(5);
  }
}
