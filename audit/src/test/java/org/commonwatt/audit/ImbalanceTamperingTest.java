package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.bundle.Python3;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ImbalancePriceImported;
import org.commonwatt.model.Event.ImbalancePriceRejected;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is falsified of imbalance prices and of the lines of deviations is found. */
class ImbalanceTamperingTest {
  private final Day day = settled();

  /** ann sells, cat buys; both are responsible for what they miss. */
  private static Day settled() {
    ContinuousDay day =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    Safeguards.NONE.withImbalance(
                        new ImbalanceRules(
                            List.of("ann", "cat"),
                            "balancer",
                            1,
                            new Pool(0),
                            null,
                            new Prices(
                                "desk",
                                true,
                                -900_000,
                                900_000,
                                new Fallback(false, 500_000, 20_000))))));
    day.sell("ann", 100_000, 450);
    day.buy("cat", 300_000, 300);
    day.tick(-15);
    day.add(price("desk", 2, 700_000));
    day.add(price("desk", 2, 800_000)); // no newer one
    day.add(price("ann", 3, 0)); // not by who imports
    return day.settle().log();
  }

  private static ImportImbalancePrice price(String importer, int version, long price) {
    return new ImportImbalancePrice(importer, "west", ContinuousDay.START, version, price, 10_000);
  }

  @Test
  void theHonestDayPassesAndDeviationsAreBilledAtTheImportedOrStatedPrice() {
    assertThat(told(ImbalancePriceRejected.class))
        .extracting(refused -> refused.rejection().code())
        .containsExactly(RejectionCode.PRICE_NOT_NEWER, RejectionCode.NOT_IMPORTER);
    assertThat(lines())
        .filteredOn(
            line -> line.kind() == Kind.IMBALANCE_SHORT || line.kind() == Kind.IMBALANCE_LONG)
        .isNotEmpty()
        .allMatch(
            line -> List.of(700_000L, 10_000L, 500_000L, 20_000L).contains(line.priceMicroPerKwh()))
        .extracting(BillLine::counterparty)
        .containsOnly("balancer");
    assertThat(verify().findings()).isEmpty();
    assertThat(verify().passed()).isTrue();
  }

  @Test
  void anotherPriceThanWasImportedIsFound() {
    day.change(
        ImbalancePriceImported.class,
        told ->
            new ImbalancePriceImported(
                new ImbalancePrice(
                    told.price().area(),
                    told.price().slot(),
                    told.price().version(),
                    told.price().shortMicroPerKwh() + 1,
                    told.price().longMicroPerKwh())));
    assertThat(codes()).startsWith(FindingCode.ANSWER_DIFFERS);
    assertThat(verify().findings().get(0).message())
        .contains("shortMicroPerKwh=700000", "shortMicroPerKwh=700001");
  }

  @Test
  void aPriceThatIsRefusedForAnotherReasonIsFound() {
    day.change(
        ImbalancePriceRejected.class,
        told ->
            new ImbalancePriceRejected(
                told.importer(),
                told.area(),
                told.slotStartMillis(),
                told.version(),
                Expected.refusal(RejectionCode.SLOT_SETTLED)));
    assertThat(codes()).startsWith(FindingCode.REJECTION_CODE_DIFFERS);
  }

  @Test
  void aDeviationAtAnotherPriceOrEnergyIsFound() {
    changeDeviations(l -> with(l, l.energyWh(), l.priceMicroPerKwh() + 1));
    assertThat(codes()).contains(FindingCode.BILL_LINE_DIFFERS);
    Day other = settled();
    assertThat(
            Audit.verify(AuditInput.of(other.commands(), other.events(), new FakeLedger()))
                .findings())
        .as("the day itself is honest")
        .isEmpty();
  }

  @Test
  void aDeviationOfAnotherEnergyIsFound() {
    changeDeviations(l -> with(l, l.energyWh() - 1, l.priceMicroPerKwh()));
    assertThat(codes()).contains(FindingCode.BILL_LINE_DIFFERS);
  }

  @Test
  void aDeviationThatTheBillLeavesOutIsFound() {
    day.change(
        SlotSettled.class,
        settled ->
            new SlotSettled(
                settled.batch(),
                settled.billLines().stream()
                    .filter(line -> !line.kind().name().startsWith("IMBALANCE"))
                    .toList()));
    assertThat(codes()).contains(FindingCode.BILL_LINE_DIFFERS);
  }

  @Test
  void theSecondVerifierRecomputesEnergyAndImportedPrices(@TempDir Path folder) throws Exception {
    if (!Python3.isThere()) {
      return;
    }
    assertThat(python(folder).strip().lines().skip(1)).isEmpty();
    changeDeviations(l -> with(l, l.energyWh(), l.priceMicroPerKwh() + 1));
    assertThat(python(folder)).contains("BILL_LINE_DIFFERS").contains("has price");
  }

  @Test
  void theSecondVerifierMissesEnergyThatIsNotBilled(@TempDir Path folder) throws Exception {
    if (!Python3.isThere()) {
      return;
    }
    changeDeviations(l -> with(l, l.energyWh() - 1, l.priceMicroPerKwh()));
    assertThat(python(folder)).contains("residuals");
  }

  private String python(Path folder) throws Exception {
    HandedOverHomeTest.write(folder, "commands", day.commands());
    HandedOverHomeTest.write(folder, "events", day.events());
    return Python3.run(
            "-c", HandedOverHomeTest.LOG_ALONE, Python3.FOLDER.toString(), folder.toString())
        .out();
  }

  private void changeDeviations(UnaryOperator<BillLine> change) {
    day.change(
        SlotSettled.class,
        settled ->
            new SlotSettled(
                settled.batch(),
                settled.billLines().stream()
                    .map(
                        line ->
                            line.kind().name().startsWith("IMBALANCE") ? change.apply(line) : line)
                    .toList()));
  }

  private static BillLine with(BillLine line, long energyWh, long price) {
    return new BillLine(
        line.participant(),
        line.slot(),
        line.kind(),
        line.counterparty(),
        0,
        energyWh,
        price,
        Long.signum(line.amountNano()) * energyWh * price,
        line.salt());
  }

  private List<BillLine> lines() {
    return told(SlotSettled.class).get(0).billLines();
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

  private AuditReport verify() {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()));
  }

  private List<FindingCode> codes() {
    return verify().findings().stream().map(Finding::code).toList();
  }
}
