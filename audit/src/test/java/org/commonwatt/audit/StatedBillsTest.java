package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BillPart;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;

/** A bill of seven lines in parts of three: what is whole, and everything that is not. */
class StatedBillsTest {
  private static final DeliverySlot SLOT = new DeliverySlot(0, 15);
  private static final DeliverySlot OTHER = new DeliverySlot(900_000, 15);
  private static final Event TICK = new Event.TimeAdvanced(1);

  private final Findings findings = new Findings(100, false);
  private final StatedBills bills = new StatedBills(findings, 3);
  private final List<BillLine> lines = lines(7);

  @Test
  void thePartsOfABillMakeOneSettlement() {
    EventGroup whole = take(TICK, part(0, 3), part(3, 6), end(6));
    assertThat(whole.events()).extracting(EventEnvelope::event).first().isEqualTo(TICK);
    assertThat(whole.events()).hasSize(2);
    assertThat(whole.events().get(1).event()).isEqualTo(new SlotSettled(batch(SLOT), lines));
    assertThat(whole.events().get(1).sequence()).isEqualTo(14);
    assertThat(codes()).isEmpty();
  }

  @Test
  void aBillThatFitsOneEventStaysAsItIs() {
    SlotSettled full = new SlotSettled(batch(SLOT), lines.subList(0, 3));
    assertThat(take(TICK, full).events()).extracting(EventEnvelope::event).contains(full);
    take(new SlotSettled(batch(SLOT), List.of()));
    assertThat(codes()).isEmpty();
  }

  @Test
  void erasedLinesCountInTheirPart() {
    ErasedLine gone = new ErasedLine(1, "home-01", new BillLine.Seal("home-01", "k", Hash.ZERO));
    BillPart part = new BillPart(SLOT, 0, List.of(lines.get(0), lines.get(2)), List.of(gone));
    EventGroup whole = take(part, end(3, 4));
    assertThat(((SlotSettled) whole.events().get(0).event()).erasedLines()).containsExactly(gone);
    assertThat(codes()).isEmpty();
  }

  @Test
  void aMissingPartIsFound() {
    take(part(0, 3), end(6));
    assertThat(codes()).containsExactly(FindingCode.BILL_PART_DIFFERS);
    assertThat(messages())
        .containsExactly("expected the lines that parts do not hold, from 3, found 6");
  }

  @Test
  void aDoubledPartIsFound() {
    take(part(0, 3), part(0, 3), part(3, 6), end(6));
    assertThat(messages()).contains("expected a part from line 3, found 0");
  }

  @Test
  void swappedPartsAreFound() {
    take(part(3, 6), part(0, 3), end(6));
    assertThat(messages())
        .containsExactly(
            "expected a part from line 0, found 3", "expected a part from line 3, found 0");
  }

  @Test
  void aLineMovedFromAPartToTheNextIsFound() {
    take(part(0, 2), part(2, 5), end(5));
    assertThat(messages()).containsExactly("expected a part with so many lines: 3, found 2");
  }

  @Test
  void aBillThatIsNotCutIsFound() {
    take(new SlotSettled(batch(SLOT), lines));
    assertThat(messages()).containsExactly("expected 1 to 3 lines beside the batch, found 7");
  }

  @Test
  void aSettlementWithoutALineAfterPartsIsFound() {
    take(part(0, 3), end(3, 3));
    assertThat(messages()).containsExactly("expected 1 to 3 lines beside the batch, found 0");
  }

  @Test
  void partsOfAnotherSlotAreFound() {
    take(new BillPart(OTHER, 0, lines.subList(0, 3)), end(3, 4));
    assertThat(messages())
        .contains(
            "expected the settlement right after the parts of its bill, found 1 parts without it");
  }

  @Test
  void partsAwayFromTheirSettlementAreFound() {
    take(part(0, 3), TICK, end(0, 3));
    assertThat(messages())
        .containsExactly(
            "expected the settlement right after the parts of its bill, found 1 parts without it");
  }

  @Test
  void partsWithoutASettlementAreFound() {
    take(part(0, 3));
    assertThat(codes()).containsExactly(FindingCode.BILL_PART_DIFFERS);
    take(end(0, 3));
    assertThat(codes()).as("the next command begins anew").hasSize(1);
  }

  private EventGroup take(Event... events) {
    List<EventEnvelope> envelopes = new ArrayList<>();
    for (Event event : events) {
      int index = envelopes.size();
      envelopes.add(new EventEnvelope(5, 0, index, events.length, 11 + index, Hash.ZERO, event));
    }
    return bills.whole(new EventGroup(5, 0, envelopes));
  }

  private BillPart part(int from, int to) {
    return new BillPart(SLOT, from, lines.subList(from, to));
  }

  private SlotSettled end(int from) {
    return end(from, lines.size());
  }

  private SlotSettled end(int from, int to) {
    return new SlotSettled(batch(SLOT), from, lines.subList(from, to), List.of());
  }

  private List<FindingCode> codes() {
    return report().findings().stream().map(Finding::code).toList();
  }

  private List<String> messages() {
    return report().findings().stream().map(Finding::message).toList();
  }

  private AuditReport report() {
    return findings.report(new AuditCounts(0, 0, 0, 0, BigInteger.ZERO, 0, 0, 0, 0));
  }

  private static List<BillLine> lines(int count) {
    List<BillLine> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          new BillLine(
              "home-01", SLOT, BillLine.Kind.TRADE_BUY, "home-02", i, 1, 1, -1, Hash.ZERO));
    }
    return lines;
  }

  private static SettlementBatch batch(DeliverySlot slot) {
    return new SettlementBatch(
        "m.0.initial",
        "m",
        slot,
        1,
        Hash.ZERO,
        Hash.ZERO,
        Hash.ZERO,
        Hash.ZERO,
        7,
        Hash.ZERO,
        List.of());
  }
}
