package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.Rulebooks;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Safeguards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deviations of members that are responsible for their balance. */
class ImbalanceSettlementTest {

  @Test
  void whoIsNotResponsibleIsSettledWithItsSupplier() {
    ImbalanceCase slot =
        new ImbalanceCase(ImbalanceCase.pool(100, true, "plant"), 100_000, "home", "plant")
            .trade("home", "plant", 500)
            .meter("home", -700)
            .meter("plant", 500);
    assertThat(slot.lines())
        .containsExactly(
            "home RESIDUAL_WITHDRAWAL 200 at 300000 = -60000000",
            "supplier SUPPLIED 200 at 300000 = 60000000");
  }

  @Test
  void thePoolNetsProRataAtTheAuctionPriceAndTheRestPaysTheImbalancePrice() {
    ImbalanceCase slot =
        new ImbalanceCase(ImbalanceCase.pool(100, false, "a", "b", "c"), 100_000, "a", "b", "c")
            .trade("a", "b", 100)
            .meter("a", -100 - 30) // 30 short
            .meter("b", 100 - 15) // 15 short
            .meter("c", 20) // 20 long
            .price(1, 400_000, -50_000);
    assertThat(slot.lines())
        .containsExactly(
            "a NETTED_SHORT 13 at 100000 = -1300000", // 13.33
            "balancer NETTED_SHORT_COVERED 13 at 100000 = 1300000",
            "a IMBALANCE_SHORT 17 at 400000 = -6800000",
            "balancer IMBALANCE_SHORT_COVERED 17 at 400000 = 6800000",
            "b NETTED_SHORT 7 at 100000 = -700000", // 6.67
            "balancer NETTED_SHORT_COVERED 7 at 100000 = 700000",
            "b IMBALANCE_SHORT 8 at 400000 = -3200000",
            "balancer IMBALANCE_SHORT_COVERED 8 at 400000 = 3200000",
            "c NETTED_LONG 20 at 100000 = 2000000",
            "balancer NETTED_LONG_TAKEN 20 at 100000 = -2000000");
  }

  @Test
  void nothingIsNettedWhereTooLittleTraded() {
    ImbalanceCase slot =
        new ImbalanceCase(ImbalanceCase.pool(101, true, "a", "b"), 100_000, "a", "b")
            .trade("a", "b", 100)
            .meter("a", -130)
            .meter("b", 110);
    assertThat(slot.lines())
        .as("nor is the auction's price the fallback")
        .containsExactly(
            "a IMBALANCE_SHORT 30 at 420000 = -12600000",
            "balancer IMBALANCE_SHORT_COVERED 30 at 420000 = 12600000",
            "b IMBALANCE_LONG 10 at 60000 = 600000",
            "balancer IMBALANCE_LONG_TAKEN 10 at 60000 = -600000");
  }

  @Test
  void theFallbackIsTheAuctionsPriceAndAnImportedPriceReplacesIt() {
    ImbalanceCase slot =
        new ImbalanceCase(ImbalanceCase.pool(100, true, "a"), 100_000, "a", "b")
            .trade("a", "b", 100)
            .meter("a", -130)
            .meter("b", 100);
    assertThat(slot.lines()).first().isEqualTo("a IMBALANCE_SHORT 30 at 100000 = -3000000");
    assertThat(slot.price(3, -1, 7).lines())
        .first()
        .isEqualTo("a IMBALANCE_SHORT 30 at -1 = 30"); // who is short is paid at a negative price
  }

  @Test
  void nettedDeviationPaysTheGridFeeOnce() {
    ImbalanceRules plain = ImbalanceCase.pool(1, false, "a", "b");
    ImbalanceRules rules =
        new ImbalanceRules(
            plain.responsible(), "supplier", 1, new Pool(5_000), null, plain.prices());
    SettlementInput plainInput =
        new ImbalanceCase(plain, 100_000, "a", "b")
            .trade("a", "b", 10)
            .meter("a", -14)
            .meter("b", 14)
            .input();
    SettlementInput input =
        new SettlementInput(
            new Rulebooks()
                .members("a", "b")
                .areas(new Areas(List.of("village"), List.of(), "grid"))
                .safeguards(Safeguards.NONE.withImbalance(rules))
                .build(),
            plainInput.auction(),
            plainInput.trades(),
            List.of(),
            plainInput.positions(),
            plainInput.predecessor());
    assertThat(ImbalanceCase.brief(Settlement.settle(input).billLines()))
        .containsExactly(
            "a NETTED_SHORT 4 at 100000 = -400000",
            "supplier NETTED_SHORT_COVERED 4 at 100000 = 400000",
            "a NETTING_FEE 4 at 5000 = -20000",
            "grid NETTING_FEE_INCOME 4 at 5000 = 20000",
            "b NETTED_LONG 4 at 100000 = 400000",
            "supplier NETTED_LONG_TAKEN 4 at 100000 = -400000");
  }

  @ParameterizedTest(name = "a deviation of {0} Wh of 10,000 is within the band with {1} Wh")
  @CsvSource({"300, 300", "301, 300", "-300, 300", "-301, 300", "0, 0", "1, 1"})
  void theEdgeOfTheDeadBandIsExact(long deviationWh, long withinWh) {
    assertThat(new Deviation("a", 10_000, deviationWh).withinBandWh(30_000)).isEqualTo(withinWh);
    assertThat(new Deviation("a", -10_000, deviationWh).withinBandWh(30_000)).isEqualTo(withinWh);
    assertThat(new Deviation("a", 0, deviationWh).withinBandWh(30_000)).isZero();
  }

  @Test
  void threePercentIsInsideAndThreePointOhOnePercentPaysForTheExcessAlone() {
    ImbalanceRules rules = ImbalanceCase.deadBand(30_000, 200_000, 250_000, "a", "b");
    ImbalanceCase inside =
        new ImbalanceCase(rules, 100_000, "a", "b")
            .trade("a", "b", 10_000)
            .meter("a", -10_300)
            .meter("b", 10_300);
    assertThat(inside.lines())
        .containsExactly(
            "a BAND_SHORT 300 at 250000 = -75000000",
            "balancer BAND_SHORT_COVERED 300 at 250000 = 75000000",
            "b BAND_LONG 300 at 250000 = 75000000",
            "balancer BAND_LONG_TAKEN 300 at 250000 = -75000000");
    assertThat(inside.meter("a", -10_301).meter("b", 10_301).lines())
        .containsExactly(
            "a BAND_SHORT 300 at 250000 = -75000000",
            "balancer BAND_SHORT_COVERED 300 at 250000 = 75000000",
            "a IMBALANCE_SHORT 1 at 300000 = -300000",
            "balancer IMBALANCE_SHORT_COVERED 1 at 300000 = 300000",
            "b BAND_LONG 300 at 250000 = 75000000",
            "balancer BAND_LONG_TAKEN 300 at 250000 = -75000000",
            "b IMBALANCE_LONG 1 at 200000 = 200000",
            "balancer IMBALANCE_LONG_TAKEN 1 at 200000 = -200000");
  }

  @Test
  void atANegativeReferenceThePremiumStillGoesAgainstWhoDeviates() {
    ImbalanceRules rules = ImbalanceCase.deadBand(0, 500_000, -101, "a", "b");
    ImbalanceCase slot = new ImbalanceCase(rules, 0, "a", "b").meter("a", -10).meter("b", 10);
    assertThat(slot.lines())
        .as("the premium of 50.5 is rounded down")
        .containsExactly(
            "a IMBALANCE_SHORT 10 at -51 = 510",
            "balancer IMBALANCE_SHORT_COVERED 10 at -51 = -510",
            "b IMBALANCE_LONG 10 at -151 = -1510",
            "balancer IMBALANCE_LONG_TAKEN 10 at -151 = 1510");
  }

  @Test
  void whatWasCurtailedIsTheSuppliersAndNoDeviation() {
    ImbalanceCase slot =
        new ImbalanceCase(ImbalanceCase.pool(1, false, "a", "b"), 100_000, "a", "b", "c")
            .curtail("b", "a", 300)
            .meter("a", 300) // fed in as it had sold
            .meter("b", -100); // took 100 of the 300 that it had bought
    assertThat(slot.lines())
        .containsExactly(
            "a RESIDUAL_INJECTION 300 at 80000 = 24000000",
            "supplier TAKEN_OVER 300 at 80000 = -24000000",
            "b RESIDUAL_WITHDRAWAL 100 at 300000 = -30000000",
            "supplier SUPPLIED 100 at 300000 = 30000000");
    assertThat(slot.meter("a", 310).meter("b", 5).lines())
        .containsExactly(
            "a RESIDUAL_INJECTION 300 at 80000 = 24000000",
            "supplier TAKEN_OVER 300 at 80000 = -24000000",
            "a IMBALANCE_LONG 10 at 60000 = 600000",
            "balancer IMBALANCE_LONG_TAKEN 10 at 60000 = -600000",
            "b IMBALANCE_LONG 5 at 60000 = 300000",
            "balancer IMBALANCE_LONG_TAKEN 5 at 60000 = -300000");
  }

  @Test
  void aRunBillsAgainWhoseNettingChangesByTheCorrectionOfAnother() {
    ImbalanceCase slot =
        new ImbalanceCase(ImbalanceCase.pool(1, false, "a", "b"), 100_000, "a", "b")
            .trade("a", "b", 10)
            .meter("a", -14)
            .meter("b", 14);
    SettlementInput before = slot.input();
    SettlementInput after = slot.meter("b", 2, 12).price(1, 500_000, 0).input();
    SlotRevised run = Settlement.revise(after, new RunNumber(1, false), before);
    assertThat(ImbalanceCase.brief(run.billLines()))
        .containsExactly(
            "a NETTED_SHORT_REVERSED 4 at 100000 = 400000",
            "balancer NETTED_SHORT_COVERED_REVERSED 4 at 100000 = -400000",
            "a NETTED_SHORT 2 at 100000 = -200000",
            "balancer NETTED_SHORT_COVERED 2 at 100000 = 200000",
            "a IMBALANCE_SHORT 2 at 500000 = -1000000",
            "balancer IMBALANCE_SHORT_COVERED 2 at 500000 = 1000000",
            "b NETTED_LONG_REVERSED 4 at 100000 = -400000",
            "balancer NETTED_LONG_TAKEN_REVERSED 4 at 100000 = 400000",
            "b NETTED_LONG 2 at 100000 = 200000",
            "balancer NETTED_LONG_TAKEN 2 at 100000 = -200000");
    assertThat(run.batch().postings())
        .containsExactly(
            new Posting("a", -800_000),
            new Posting("b", -200_000),
            new Posting("balancer", 1_000_000));
    assertThat(run.batch().auctionHash())
        .isEqualTo(Settlement.settle(before).batch().auctionHash());
  }

  @Test
  void theHashOfThePositionsHoldsTheImportedPricesToo() {
    ImbalanceCase slot =
        new ImbalanceCase(ImbalanceCase.pool(1, false, "a"), 100_000, "a", "b").meter("a", -14);
    List<Hash> hashes = new ArrayList<>();
    hashes.add(Settlement.settle(slot.input()).batch().positionsHash());
    hashes.add(Settlement.settle(slot.price(1, 7, 7).input()).batch().positionsHash());
    hashes.add(Settlement.settle(slot.price(2, 7, 7).input()).batch().positionsHash());
    hashes.add(Settlement.settle(slot.price(2, 8, 7).input()).batch().positionsHash());
    hashes.add(Settlement.settle(slot.price(2, 8, 8).input()).batch().positionsHash());
    assertThat(hashes).doesNotHaveDuplicates();
  }
}
