package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.bundle.Python3;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command.ReportBoundary;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AreaBalanced;
import org.commonwatt.model.Event.BoundaryRecorded;
import org.commonwatt.model.Event.BoundaryRejected;
import org.commonwatt.model.Event.PositionAssumed;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SettlementRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is falsified of what areas lost, and of who bears it, is found by both verifiers. */
class LossesTamperingTest {
  private final Day day = day();

  /** East loses 50 Wh, 46 of them as expected; then its boundary is corrected. */
  private static Day day() {
    LossRules losses =
        new LossRules(
            "fund", List.of(new AreaLosses("east", 20_000, 3), new AreaLosses("west", 0, 0)));
    ContinuousDay day =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    Safeguards.NONE.withSettlement(
                        new SettlementRules(List.of(1), 2).withLosses(losses))));
    day.tick(15);
    day.add(flow(1, 2_000));
    day.add(flow(1, 7));
    day.add(position("ann", 0, 300));
    day.add(position("bob", 2_250, 0));
    day.add(position("cat", 10, 0));
    day.add(flow(2, 1_990));
    day.tick(15 + 60);
    day.tick(15 + 120);
    return chained(day.log());
  }

  /** What the rules give leaves the hash of the batch before open. */
  static Day chained(Day log) {
    List<Hash> last = new ArrayList<>(List.of(Hash.ZERO));
    log.change(
        Event.class,
        event -> {
          SettlementBatch old = StatedBatch.of(event);
          if (old == null) {
            return event;
          }
          SettlementBatch batch = HandedOverHomeTest.after(last.get(0), old);
          last.set(0, BatchHashes.batch(batch));
          return event instanceof SlotRevised run
              ? new SlotRevised(batch, run.run(), run.billLines())
              : new SlotSettled(batch, ((SlotSettled) event).billLines());
        });
    return log;
  }

  /** The same, but nothing comes of cat, who has traded nothing. */
  private static Day silentDay() {
    ContinuousDay day =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    Safeguards.NONE.withSettlement(
                        new SettlementRules(List.of(), 2).withInitialHours(1))));
    day.tick(15);
    day.add(position("ann", 0, 300));
    day.add(position("bob", 2_250, 0));
    day.tick(15 + 60);
    day.add(position("cat", 10, 0));
    day.tick(15 + 180);
    return chained(day.log());
  }

  @Test
  void anAssumedPositionIsThatOfTheTradesForBothVerifiers(@TempDir Path folder) throws Exception {
    Day silent = silentDay();
    assertThat(codes(silent)).isEmpty();
    if (Python3.isThere()) {
      assertThat(python(silent, folder).strip().lines().skip(1)).isEmpty();
    }
    silent.change(
        PositionAssumed.class,
        one -> new PositionAssumed(MeteredPosition.assumed("cat", one.position().slot(), -5)));
    assertThat(codes(silent)).contains(FindingCode.ANSWER_DIFFERS);
    if (Python3.isThere()) {
      assertThat(python(silent, folder)).contains("POSITIONS_HASH_DIFFERS");
    }
  }

  private static ReportBoundary flow(int version, long importWh) {
    return new ReportBoundary(
        new BoundaryFlow("east", ContinuousDay.SLOT, version, importWh, 0, Quality.ACTUAL));
  }

  private static ReportPosition position(String member, long importWh, long exportWh) {
    return new ReportPosition(
        new MeteredPosition(member, ContinuousDay.SLOT, 1, importWh, exportWh, Quality.ACTUAL));
  }

  @Test
  void theHonestDayPasses(@TempDir Path folder) throws Exception {
    assertThat(verify().findings()).isEmpty();
    assertThat(told(AreaBalanced.class))
        .extracting(AreaBalanced::run, one -> one.balance().area(), this::residual)
        .containsExactly(tuple(0, "east", 4L), tuple(0, "west", 0L), tuple(1, "east", -5L));
    assertThat(told(AreaBalanced.class).get(0).balance().isBeyondLimit()).isTrue();
    assertThat(told(AreaBalanced.class).get(1).balance().isMeasured()).isFalse();
    assertThat(told(BoundaryRejected.class))
        .extracting(refused -> refused.rejection().code())
        .containsExactly(RejectionCode.POSITION_NOT_NEWER);
    assertThat(told(SlotSettled.class).get(0).billLines())
        .filteredOn(line -> line.kind() == Kind.UNEXPLAINED_SHORT)
        .extracting(BillLine::participant)
        .containsExactly("fund");
    assertThat(told(SlotRevised.class).get(0).billLines()).hasSize(8);
    assertThat(told(SlotRevised.class).get(1).billLines()).isEmpty();
    if (Python3.isThere()) {
      assertThat(python(folder).strip().lines().skip(1)).isEmpty();
    }
  }

  @Test
  void anotherBalanceThanWasMeasuredIsFound(@TempDir Path folder) throws Exception {
    day.change(AreaBalanced.class, one -> entering(one, 1));
    assertThat(codes()).contains(FindingCode.AREA_BALANCE_DIFFERS);
    if (Python3.isThere()) {
      assertThat(python(folder)).contains("AREA_BALANCE_DIFFERS").contains("east");
    }
  }

  @Test
  void anotherFlowThanWasReportedIsFound(@TempDir Path folder) throws Exception {
    day.change(
        BoundaryRecorded.class,
        one ->
            new BoundaryRecorded(
                new BoundaryFlow(
                    "east",
                    one.flow().slot(),
                    one.flow().version(),
                    one.flow().importWh() + 1,
                    one.flow().exportWh(),
                    one.flow().quality())));
    assertThat(codes()).contains(FindingCode.ANSWER_DIFFERS);
    if (Python3.isThere()) {
      assertThat(python(folder))
          .contains("AREA_BALANCE_DIFFERS")
          .contains("POSITIONS_HASH_DIFFERS");
    }
  }

  @Test
  void lossesOfAnotherEnergyPriceOrBearerAreFound(@TempDir Path folder) throws Exception {
    List<UnaryOperator<BillLine>> forgeries =
        List.of(
            line -> with(line, line.participant(), line.energyWh() - 1, line.priceMicroPerKwh()),
            line -> with(line, line.participant(), line.energyWh(), line.priceMicroPerKwh() + 1),
            line ->
                with(
                    line,
                    line.participant().equals("fund") ? "ann" : line.participant(),
                    line.energyWh(),
                    line.priceMicroPerKwh()));
    for (UnaryOperator<BillLine> forgery : forgeries) {
      Day other = day();
      other.change(
          SlotSettled.class,
          settled ->
              new SlotSettled(
                  settled.batch(),
                  settled.billLines().stream()
                      .map(line -> isLoss(line) ? forgery.apply(line) : line)
                      .toList()));
      assertThat(codes(other)).contains(FindingCode.BILL_LINE_DIFFERS);
      if (Python3.isThere()) {
        assertThat(python(other, folder)).contains("BILL_LINE_DIFFERS");
      }
    }
  }

  @Test
  void lossesThatTheBillLeavesOutAreFound(@TempDir Path folder) throws Exception {
    day.change(
        SlotSettled.class,
        settled ->
            new SlotSettled(
                settled.batch(),
                settled.billLines().stream().filter(line -> !isLoss(line)).toList()));
    assertThat(codes()).contains(FindingCode.BILL_LINE_DIFFERS);
    if (Python3.isThere()) {
      assertThat(python(folder)).contains("losses");
    }
  }

  @Test
  void anAlarmThatIsHiddenByAnotherLimitIsFound(@TempDir Path folder) throws Exception {
    day.change(
        AreaBalanced.class,
        one -> {
          AreaBalance old = one.balance();
          return new AreaBalanced(
              new AreaBalance(
                  old.area(),
                  old.slot(),
                  old.boundaryVersion(),
                  old.enteredWh(),
                  old.leftWh(),
                  old.technicalWh(),
                  old.limitWh() + 100),
              one.run());
        });
    assertThat(codes()).contains(FindingCode.AREA_BALANCE_DIFFERS);
    if (Python3.isThere()) {
      assertThat(python(folder)).contains("AREA_BALANCE_DIFFERS");
    }
  }

  private long residual(AreaBalanced one) {
    return one.balance().residualWh();
  }

  private static boolean isLoss(BillLine line) {
    return line.kind().compareTo(Kind.CORRECTION_OTHER_SIDE) > 0;
  }

  private static AreaBalanced entering(AreaBalanced one, long moreWh) {
    AreaBalance old = one.balance();
    return new AreaBalanced(
        new AreaBalance(
            old.area(),
            old.slot(),
            old.boundaryVersion(),
            old.enteredWh() + moreWh,
            old.leftWh(),
            old.technicalWh(),
            old.limitWh()),
        one.run());
  }

  private static BillLine with(BillLine line, String who, long energyWh, long price) {
    return new BillLine(
        who,
        line.slot(),
        line.kind(),
        line.counterparty(),
        0,
        energyWh,
        price,
        Long.signum(line.amountNano()) * energyWh * price,
        line.salt());
  }

  private <E extends Event> List<E> told(Class<E> type) {
    List<E> told = new ArrayList<>();
    day.change(
        type,
        event -> {
          told.add(event);
          return event;
        });
    return told;
  }

  private String python(Path folder) throws Exception {
    return python(day, folder);
  }

  static String python(Day day, Path folder) throws Exception {
    HandedOverHomeTest.write(folder, "commands", day.commands());
    HandedOverHomeTest.write(folder, "events", day.events());
    return Python3.run(
            "-c", HandedOverHomeTest.LOG_ALONE, Python3.FOLDER.toString(), folder.toString())
        .out();
  }

  private AuditReport verify() {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()));
  }

  private List<FindingCode> codes() {
    return codes(day);
  }

  private static List<FindingCode> codes(Day day) {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()))
        .findings()
        .stream()
        .map(Finding::code)
        .toList();
  }
}
