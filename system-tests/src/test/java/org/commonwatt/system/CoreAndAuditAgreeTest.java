package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
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
  /**
   * What happens only in a market with continuous trading, which the audit does not recount yet.
   */
  private static final Set<Class<?>> CONTINUOUS =
      Set.of(
          Event.ContinuousTrade.class,
          Event.OrderAmended.class,
          Event.AmendRejected.class,
          Event.OrderReduced.class,
          Event.MassCancelled.class,
          Event.ProductHalted.class,
          Event.ProductResumed.class);

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void theAuditPassesWhateverTheCommandsWere(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("random-market");
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, CLOCK)) {
      AuditReport report = new RandomMarket(seed, ledger).run(200);
      assertThat(report.findings()).isEmpty();
      assertThat(report.counts().commands()).isGreaterThan(201);
    }
  }

  @Test
  void theCommandsGiveEveryKindOfEvent(@TempDir Path folder) {
    Set<Class<?>> seen = new HashSet<>();
    int coupled = 0;
    for (long seed : new Random(8).longs(12).toArray()) {
      try (EmbeddedLedger ledger = EmbeddedLedger.open(folder.resolve("" + seed), CLOCK)) {
        RandomMarket market = new RandomMarket(seed, ledger);
        market.run(200);
        seen.addAll(market.seen());
        coupled += market.coupledSlots();
      }
    }
    Set<Class<?>> kinds = new HashSet<>(Arrays.asList(Event.class.getPermittedSubclasses()));
    kinds.removeAll(CONTINUOUS);
    assertThat(seen).containsAll(kinds);
    assertThat(coupled).as("slots in which energy flowed between areas").isGreaterThan(10);
  }
}
