package org.commonwatt.audit.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;

class LineQualitiesTest {
  private static final DeliverySlot SLOT = new DeliverySlot(1_659_423_600_000L, 15);

  private final LineQualities qualities = new LineQualities();
  private long sequence;

  @Test
  void aLineRestsOnThePositionThatItsRunTookAndAReversedOneOnWhatItTakesBack() {
    tell(new Event.PositionRecorded(position(1, Quality.SUBSTITUTED)));
    tell(new Event.SlotSettled(batch("initial"), List.of(withdrawal(), supplied())));
    tell(new Event.PositionRecorded(position(2, Quality.ESTIMATED)));
    tell(new Event.SlotRevised(batch("revised-1"), 1, List.of(withdrawal(), supplied())));
    tell(new Event.SlotRevised(batch("revised-2"), 2, List.of()));
    tell(new Event.PositionRecorded(position(3, Quality.ACTUAL)));
    tell(new Event.SlotRevised(batch("final"), 3, List.of(withdrawal(), supplied())));
    assertThat(qualities.of(withdrawal(), 0)).isEqualTo(Quality.SUBSTITUTED);
    assertThat(qualities.of(supplied(), 0)).isEqualTo(Quality.SUBSTITUTED);
    assertThat(qualities.of(line("ann", Kind.RESIDUAL_WITHDRAWAL_REVERSED, "sup"), 1))
        .isEqualTo(Quality.SUBSTITUTED);
    assertThat(qualities.of(withdrawal(), 1)).isEqualTo(Quality.ESTIMATED);
    assertThat(qualities.of(line("sup", Kind.SUPPLIED_REVERSED, "ann"), 3))
        .as("run 2 had nothing of her")
        .isEqualTo(Quality.ESTIMATED);
    assertThat(qualities.of(withdrawal(), 3)).isEqualTo(Quality.ACTUAL);
  }

  @Test
  void whatWasAssumedIsToldAndTradesRestOnNoPosition() {
    tell(new Event.PositionAssumed(new MeteredPosition("ann", SLOT, 0, 5, 0, Quality.NULL)));
    tell(new Event.SlotSettled(batch("initial"), List.of(withdrawal())));
    assertThat(qualities.of(withdrawal(), 0)).isEqualTo(Quality.NULL);
    assertThat(qualities.of(line("ann", Kind.TRADE_BUY, "bob"), 0)).isNull();
    assertThat(qualities.of(line("ann", Kind.CORRECTION, "sup"), 0)).isNull();
    assertThat(qualities.of(line("bob", Kind.NETTED_LONG, "sup"), 0)).isEqualTo(Quality.ACTUAL);
  }

  @Test
  void aReadingThatCameLateReplacesWhatWasAssumedForIt() {
    tell(new Event.PositionAssumed(new MeteredPosition("ann", SLOT, 0, 5, 0, Quality.NULL)));
    tell(new Event.SlotSettled(batch("initial"), List.of(withdrawal(), supplied())));
    tell(new Event.PositionRecorded(position(1, Quality.ACTUAL)));
    tell(new Event.SlotRevised(batch("revised-1"), 1, List.of(withdrawal(), supplied())));
    assertThat(qualities.of(withdrawal(), 0)).isEqualTo(Quality.NULL);
    assertThat(qualities.of(line("ann", Kind.RESIDUAL_WITHDRAWAL_REVERSED, "sup"), 1))
        .isEqualTo(Quality.NULL);
    assertThat(qualities.of(withdrawal(), 1)).isEqualTo(Quality.ACTUAL);
    assertThat(qualities.of(supplied(), 1)).isEqualTo(Quality.ACTUAL);
  }

  private void tell(Event event) {
    qualities.event(++sequence, event);
  }

  private static MeteredPosition position(int version, Quality quality) {
    return new MeteredPosition("ann", SLOT, version, 5, 0, quality);
  }

  private static BillLine withdrawal() {
    return line("ann", Kind.RESIDUAL_WITHDRAWAL, "sup");
  }

  private static BillLine supplied() {
    return line("sup", Kind.SUPPLIED, "ann");
  }

  private static BillLine line(String who, Kind kind, String other) {
    return new BillLine(who, SLOT, kind, other, 0, 1, 5, 5, Hash.ZERO);
  }

  private static SettlementBatch batch(String run) {
    Hash none = Hash.ZERO;
    String id = "m.1659423600." + run;
    return new SettlementBatch(id, "m", SLOT, 1, none, none, none, none, 0, none, List.of());
  }
}
