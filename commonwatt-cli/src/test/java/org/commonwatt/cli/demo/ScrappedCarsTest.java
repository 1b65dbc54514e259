package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.engine.provenance.ProvenanceReader;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.model.ProvenanceRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lives of the demo's batteries under the contract's own rules. */
class ScrappedCarsTest {
  private static final Instant NOON = Instant.parse("2022-08-02T19:00:00Z");

  @TempDir private Path folder;

  @Test
  void theStationIsMadeOfScrappedCarsAndARecallTakesARackAway() throws Exception {
    try (EmbeddedLedger ledger =
        EmbeddedLedger.open(folder.resolve("ledger"), InstantSource.system())) {
      BatteryLedger batteries = new BatteryLedger(ledger);
      ScrappedCars cars = new ScrappedCars(batteries, folder.resolve("keys"), NOON);
      cars.live();
      assertThat(batteries.assets("").assets())
          .as("24 packs and modules, four racks, the station")
          .hasSize(53);
      BatteryLedger.Family module = batteries.family("module-24").orElseThrow();
      assertThat(module.sources()).extracting(Asset::id).containsExactly("pack-24");
      assertThat(batteries.asset("station").orElseThrow().state())
          .isEqualTo(LifeState.COMMISSIONED);
      assertThat(usableWh(ledger)).as("90 % of 24 modules of 2,000 Wh").isEqualTo(43_200);
      assertThat(batteries.submit(cars.recall(NOON))).isInstanceOf(SubmitOutcome.Committed.class);
      assertThat(usableWh(ledger)).isZero();
      assertThat(batteries.submit(cars.isolation(NOON)))
          .isInstanceOf(SubmitOutcome.Committed.class);
      assertThat(usableWh(ledger)).as("three racks").isEqualTo(32_400);
      assertThat(batteries.organisations())
          .extracting(one -> one.org())
          .containsAll(List.of("cell-works", "scrapyard", "station-owner"));
    }
  }

  private static long usableWh(EmbeddedLedger ledger) {
    return new ProvenanceReader(ledger)
        .read(ScrappedCars.PASSPORT, ProvenanceRules.DEFAULT_PROOF, NOON.toEpochMilli())
        .usableWh();
  }
}
