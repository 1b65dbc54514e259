package org.commonwatt.audit.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;

/** What an explanation says of the lines of storage services. */
class LineRuleTest {
  @Test
  void aLineOfAStorageServiceSaysWhatItIsForAndHowItComesAbout() {
    assertThat(rule(Kind.STORAGE_CHARGE, 300, 30_000, -9_000_000))
        .contains("has charged for a customer", "pays the agreed price")
        .endsWith("; -300 Wh x 30000 = -9000000");
    assertThat(rule(Kind.STORAGE_DISCHARGE_INCOME, 200, 30_000, 6_000_000))
        .contains("has discharged for a customer")
        .endsWith("; 200 Wh x 30000 = 6000000");
    assertThat(rule(Kind.STORAGE_LEASE, 40, 10_000, -400_000))
        .contains("the slot's share of the energy that a lease may hold");
    assertThat(rule(Kind.STORAGE_PENALTY, 50, 7_500, -375_000))
        .contains("did not deliver", "the part of the agreed price that the rulebook states");
    assertThat(rule(Kind.STORAGE_PENALTY_REVERSED, 50, 7_500, 375_000)).contains("takes back");
  }

  @Test
  void everyKindOfLineHasARule() {
    for (Kind kind : Kind.values()) {
      assertThat(rule(kind, 1, 1, 1)).as(kind.name()).endsWith("; 1 Wh x 1 = 1");
    }
  }

  private static String rule(Kind kind, long energyWh, long price, long amountNano) {
    return LineRule.of(
        new BillLine(
            "ann",
            new DeliverySlot(1_659_423_600_000L, 15),
            kind,
            "bob",
            4,
            energyWh,
            price,
            amountNano,
            Hash.ZERO));
  }
}
