package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.commonwatt.audit.bundle.Python3;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command.AnswerCall;
import org.commonwatt.model.Command.CallStorage;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportDelivery;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event.DeliveryRecorded;
import org.commonwatt.model.Event.DeliveryRejected;
import org.commonwatt.model.Event.ServiceSettled;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Registration;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageRules;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UnitDelivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is falsified of deliveries of storage units and of their settlement is found. */
class StorageDeliveryTamperingTest {
  private static final long QUARTER = 900_000;
  private static final long START = ContinuousDay.SLOT.startMillis();

  private final Day day = delivered();

  /**
   * Ann's unit is called to charge 400 Wh. Its meter shows 300 after the slot, which is settled,
   * and is corrected to 350.
   */
  private static Day delivered() {
    ContinuousDay day =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    new Safeguards(
                            null,
                            new Fallbacks("operator", MissedGate.LATE_AUCTION, 3_600, 0, 10, 10))
                        .withRegistration(
                            new Registration("registrar", false, "meters", false, "bank", 5))
                        .withSettlement(
                            new SettlementRules(List.of(1), 2)
                                .withStorage(new StorageRules(500_000)))));
    StorageSpec.Rating rating =
        new StorageSpec.Rating(8_000, 8_000, 1_000, 0, 1_000_000, 1_000_000, -1);
    day.add(new RegisterStorage("meters", new StorageSpec("a", "ann", "east", rating, 96, "")));
    StorageState empty = new StorageState(START - 3 * QUARTER, 0, 0, List.of(), List.of());
    day.add(new ReportStateOfCharge("meters", "a", empty));
    day.add(
        new CallStorage(
            "operator",
            new DispatchCall("c", "east", START, START + QUARTER, -400, 300_000, 5, "sun")));
    day.add(new AnswerCall("ann", "c", "a", true, ""));
    day.tick(15);
    day.add(delivery(1, -300));
    day.add(delivery(1, -301));
    for (String member : List.of("ann", "bob", "cat")) {
      long imported = member.equals("ann") ? 300 : 0;
      day.add(
          new ReportPosition(
              new MeteredPosition(member, ContinuousDay.SLOT, 1, imported, 0, Quality.ACTUAL)));
    }
    day.add(delivery(2, -350));
    day.tick(15 + 60);
    day.tick(15 + 120);
    return LossesTamperingTest.chained(day.log());
  }

  private static ReportDelivery delivery(int version, long injectionWh) {
    return new ReportDelivery(
        "meters", new UnitDelivery("a", ContinuousDay.SLOT, version, injectionWh, List.of()));
  }

  @Test
  void theHonestDayPassesBothVerifiers(@TempDir Path folder) throws Exception {
    assertThat(StorageTamperingTest.told(day, ServiceSettled.class))
        .extracting(told -> told.run() + " " + told.delivery().missedWh())
        .containsExactly("0 100", "1 50");
    assertThat(StorageTamperingTest.told(day, DeliveryRejected.class))
        .extracting(refused -> refused.rejection().code())
        .containsExactly(RejectionCode.POSITION_NOT_NEWER);
    assertThat(codes()).isEmpty();
    if (Python3.isThere()) {
      assertThat(LossesTamperingTest.python(day, folder).strip().lines().skip(1)).isEmpty();
    }
  }

  @Test
  void aMissedEnergyThatIsToldSmallerIsFound(@TempDir Path folder) throws Exception {
    day.change(
        ServiceSettled.class,
        told -> {
          ServiceDelivery one = told.delivery();
          return new ServiceSettled(
              new ServiceDelivery(
                  one.service(),
                  one.unit(),
                  one.commitment(),
                  one.kind(),
                  one.seller(),
                  one.customer(),
                  one.priceMicroPerKwh(),
                  one.slot(),
                  one.version(),
                  one.committedWh(),
                  one.deliveredWh(),
                  one.leasedWh(),
                  one.missedWh() - 1,
                  one.excused()),
              told.run());
        });
    assertThat(codes()).containsOnly(FindingCode.SERVICE_DIFFERS);
    if (Python3.isThere()) {
      assertThat(LossesTamperingTest.python(day, folder))
          .contains("POSITIONS_HASH_DIFFERS")
          .contains("BILL_LINE_DIFFERS");
    }
  }

  @Test
  void aDeliveryThatIsRecordedOtherwiseIsFound() {
    day.change(
        DeliveryRecorded.class,
        one ->
            new DeliveryRecorded(
                new UnitDelivery(
                    "a",
                    one.delivery().slot(),
                    one.delivery().version(),
                    one.delivery().injectionWh() - 1,
                    List.of())));
    assertThat(codes()).containsOnly(FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aPenaltyThatIsLeftOutIsFound() {
    day.change(
        SlotSettled.class,
        one ->
            new SlotSettled(
                one.batch(),
                one.billLines().stream()
                    .filter(line -> !line.kind().name().startsWith("STORAGE_PENALTY"))
                    .toList()));
    assertThat(codes()).containsExactly(FindingCode.BILL_LINE_DIFFERS);
  }

  @Test
  void runsTakeBackWhatTheyBillAnew() {
    List<SlotRevised> runs = StorageTamperingTest.told(day, SlotRevised.class);
    assertThat(runs.get(0).billLines())
        .filteredOn(line -> line.participant().equals("operator"))
        .extracting(BillLine::kind)
        .containsExactly(
            BillLine.Kind.RESIDUAL_WITHDRAWAL_REVERSED,
            BillLine.Kind.RESIDUAL_WITHDRAWAL,
            BillLine.Kind.STORAGE_CHARGE_REVERSED,
            BillLine.Kind.STORAGE_PENALTY_INCOME_REVERSED,
            BillLine.Kind.STORAGE_CHARGE,
            BillLine.Kind.STORAGE_PENALTY_INCOME);
    assertThat(runs.get(1).billLines()).isEmpty();
  }

  private List<FindingCode> codes() {
    return StorageTamperingTest.codes(day);
  }
}
