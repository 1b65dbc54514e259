package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillParts;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BillPart;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;

class BillCutTest {
  private static final DeliverySlot SLOT = new DeliverySlot(0, 15);

  @Property
  void thePartsAreFullInOrderAndMakeTheWholeAgain(
      @ForAll @IntRange(max = 40) int count, @ForAll @IntRange(min = 1, max = 12) int most) {
    SlotSettled whole = bill(count);
    List<Event> events = BillCut.of(whole, most);
    BillParts joined = new BillParts();
    for (int i = 0; i < events.size() - 1; i++) {
      BillPart part = (BillPart) events.get(i);
      assertThat(part.slot()).isEqualTo(SLOT);
      assertThat(part.firstLine()).isEqualTo(i * most);
      assertThat(part.billLines()).hasSize(most);
      assertThat(joined.join(part)).isNull();
    }
    SlotSettled last = (SlotSettled) events.get(events.size() - 1);
    assertThat(last.billLines()).hasSizeBetween(count == 0 ? 0 : 1, most);
    assertThat(joined.join(last)).isEqualTo(whole);
    assertThat(joined.join(bill(1))).as("the next bill begins anew").isEqualTo(bill(1));
  }

  @Test
  void aBillThatFitsIsTheSettlementItself() {
    assertThat(BillCut.of(bill(5), 5)).containsExactly(bill(5));
    assertThat(BillCut.of(bill(0), 5)).containsExactly(bill(0));
  }

  private static SlotSettled bill(int count) {
    List<BillLine> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          new BillLine(
              "home-01", SLOT, BillLine.Kind.TRADE_BUY, "home-02", i, 1, 1, -1, Hash.ZERO));
    }
    return new SlotSettled(
        new SettlementBatch(
            "m.0.initial",
            "m",
            SLOT,
            1,
            Hash.ZERO,
            Hash.ZERO,
            Hash.ZERO,
            Hash.ZERO,
            count,
            Hash.ZERO,
            List.of()),
        lines);
  }
}
