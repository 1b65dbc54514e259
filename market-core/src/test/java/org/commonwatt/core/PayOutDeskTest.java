package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.PayOutGains;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.GainsPaidOut;
import org.commonwatt.model.Event.PayOutRejected;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** Gains that leave a market: what is fed in brings 80,000 nano for each Wh. */
class PayOutDeskTest {
  private static final long HOUR = 60 * MINUTE;
  private static final long SETTLED = START + QUARTER;
  private static final long WH = 80_000;
  private static final PersonalText WHY = PersonalText.clear("the meter was read twice");
  private static final SettlementRules FINAL_AFTER_AN_HOUR = new SettlementRules(List.of(), 1);
  private static final Safeguards ONCE = new Safeguards(new Guarantees("house", 0, 0, 0));

  @Test
  void theNumbersOfThePage() throws IOException {
    List<String> page = block();
    long forGood = number(page.get(1), 1);
    long notYet = number(page.get(1), 2);
    TestMarket market = open(ONCE.withSettlement(FINAL_AFTER_AN_HOUR));
    market.apply(new ReportCollateral("home-01", number(page.get(2), 1), 0));
    settle(market, SLOT, forGood / WH);
    settle(market, SLOT.plus(1), notYet / WH);
    market.tick(SETTLED + HOUR + MINUTE);
    market.apply(
        new PlaceOrder(
            "home-01",
            "c",
            "village",
            START + 8 * QUARTER,
            Side.BUY,
            number(page.get(3), 2),
            number(page.get(3), 1)));
    payOut(market, 1 + number(page.get(6), 1)); // refused, and lets final gains be
    assertThat(told(market)).isEqualTo(page.get(5));
    assertThat(payOut(market, number(page.get(6), 1)))
        .containsExactly(new GainsPaidOut("home-01", number(page.get(6), 1)));
    assertThat(told(market)).isEqualTo(page.get(7));
    assertThat(code(payOut(market, 1))).isEqualTo(RejectionCode.WITHDRAWAL_TOO_LARGE);
    market.apply(new ReportCollateral("home-01", number(page.get(2), 1), 0));
    assertThat(market.machine().account("home-01").balanceNano())
        .as("totals of collateral do not bring it back")
        .isEqualTo(BigInteger.valueOf(forGood + notYet - number(page.get(6), 1)));
  }

  @Test
  void gainsWaitForTheFinalRun() {
    TestMarket market = open(ONCE.withSettlement(FINAL_AFTER_AN_HOUR));
    settle(market, SLOT, 1_000);
    correct(market, 600);
    assertThat(code(payOut(market, 1))).isEqualTo(RejectionCode.WITHDRAWAL_TOO_LARGE);
    market.tick(SETTLED + HOUR);
    for (TestMarket one : List.of(market, restored(market))) {
      assertThat(code(payOut(one, 600 * WH + 1))).isEqualTo(RejectionCode.WITHDRAWAL_TOO_LARGE);
      assertThat(payOut(one, 600 * WH)).hasOnlyElementsOfType(GainsPaidOut.class);
    }
  }

  @Test
  void whereEachSlotSettlesOnceTheyWaitAsLongAsRevisionsAreReservedFor() {
    TestMarket market = open(new Safeguards(new Guarantees("house", 0, 0, 2)));
    settle(market, SLOT, 1_000);
    market.tick(SETTLED + 2 * HOUR - 1);
    assertThat(code(payOut(market, 1))).isEqualTo(RejectionCode.WITHDRAWAL_TOO_LARGE);
    market.tick(SETTLED + 2 * HOUR);
    assertThat(payOut(market, 1_000 * WH)).hasOnlyElementsOfType(GainsPaidOut.class);
  }

  @Test
  void theyWaitForWindowsAndForDisputesOfAnybodyThatMayBeCorrected() {
    TestMarket market = open(disputed(true));
    settle(market, SLOT, 1_000); // line 0 and 1 are home-01's and the supplier's
    market.tick(SETTLED + 3 * HOUR);
    assertThat(code(payOut(market, 1))).as("the last instant counts").isNotNull();
    market.apply(new OpenDispute("home-01", START, 0, 0, WHY, null));
    market.tick(SETTLED + 100 * HOUR);
    for (TestMarket one : List.of(market, restored(market))) {
      assertThat(code(payOut(one, 1))).as("it is open").isNotNull();
      one.apply(new DecideDispute("arbiter", "home-01", 1, new Ruling(true, 900 * WH, WHY)));
      assertThat(code(payOut(one, 900 * WH + 1))).isEqualTo(RejectionCode.WITHDRAWAL_TOO_LARGE);
      assertThat(payOut(one, 900 * WH)).hasOnlyElementsOfType(GainsPaidOut.class);
    }
    TestMarket uncorrected = open(disputed(false));
    settle(uncorrected, SLOT, 1_000);
    assertThat(payOut(uncorrected, 1_000 * WH)).as("posts nothing").hasSize(1);
  }

  @Test
  void aLossThatIsNotForGoodCountsAtOnce() {
    TestMarket market = open(ONCE.withSettlement(FINAL_AFTER_AN_HOUR));
    settle(market, SLOT, 1_000);
    market.tick(SETTLED + 50 * MINUTE);
    settle(market, SLOT.plus(1), -100); // 30,000,000 at the retail tariff
    market.tick(SETTLED + HOUR);
    assertThat(code(payOut(market, 50_000_001))).isEqualTo(RejectionCode.WITHDRAWAL_TOO_LARGE);
    assertThat(payOut(market, 50_000_000)).hasOnlyElementsOfType(GainsPaidOut.class);
  }

  @Test
  void refusalsComeInTheDocumentedOrder() {
    assertThat(code(new TestMarket().apply(new PayOutGains("no id", 0))))
        .isEqualTo(RejectionCode.MALFORMED);
    assertThat(code(new TestMarket().apply(new PayOutGains("home-01", 0))))
        .isEqualTo(RejectionCode.MARKET_NOT_READY);
    TestMarket market = open(ONCE);
    assertThat(code(market.apply(new PayOutGains("stranger", 0))))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(code(market.apply(new PayOutGains("supplier", 1))))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    for (long amount : new long[] {0, -1, DepositDesk.MAX_NANO + 1, Long.MIN_VALUE}) {
      assertThat(code(payOut(market, amount))).isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    }
    assertThat(code(payOut(TestMarket.open(), 1))).isEqualTo(RejectionCode.NOT_IN_RULES);
    assertThat(code(payOut(market, 1))).isEqualTo(RejectionCode.WITHDRAWAL_TOO_LARGE);
  }

  /** Whatever is paid out, nobody has less than orders need, and no money appears or vanishes. */
  @Property(tries = 100)
  void whatIsPaidOutWasThereAndSecuredNothing(
      @ForAll List<@IntRange(min = -1_000, max = 1_000) Integer> slots,
      @ForAll @IntRange(max = 200_000_000) int amount) {
    TestMarket market = open(ONCE.withSettlement(FINAL_AFTER_AN_HOUR));
    market.apply(new ReportCollateral("home-01", 1_000_000_000_000L, 0));
    DeliverySlot slot = SLOT;
    long paidOut = 0;
    for (int wh : slots.subList(0, Math.min(slots.size(), 12))) {
      settle(market, slot, wh);
      slot = slot.plus(1);
      BigInteger before = market.machine().account("home-01").availableNano();
      if (payOut(market, 1 + amount).get(0) instanceof GainsPaidOut paid) {
        paidOut += paid.amountNano();
        MemberAccount now = market.machine().account("home-01");
        assertThat(now.availableNano())
            .isEqualTo(before.subtract(BigInteger.valueOf(paid.amountNano())))
            .isNotNegative();
        assertThat(now.balanceNano()).isNotNegative();
      }
      BigInteger sum =
          market.machine().accounts().stream()
              .map(MemberAccount::balanceNano)
              .reduce(BigInteger.ZERO, BigInteger::add);
      assertThat(sum).isEqualTo(BigInteger.valueOf(-paidOut));
    }
    assertThat(market.events(AccountDefaulted.class)).isEmpty();
  }

  private static List<String> block() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "settlement.md"));
    Matcher block = Pattern.compile("```text\n(pay-out .*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1).lines().map(String::strip).toList();
  }

  /** The number that stands at a place of a line, from 1. */
  private static long number(String line, int place) {
    Matcher numbers = Pattern.compile("\\d+").matcher(line);
    for (int i = 0; i < place; i++) {
      assertThat(numbers.find()).as(line).isTrue();
    }
    return Long.parseLong(numbers.group());
  }

  private static String told(TestMarket market) {
    MemberAccount account = market.machine().account("home-01");
    return "balance %d  available %d  payable %d"
        .formatted(account.balanceNano(), account.availableNano(), account.payableNano());
  }

  private static Safeguards disputed(boolean corrections) {
    return new Safeguards(
        new Guarantees("house", 0, 0, 0), null, new DisputeRules("arbiter", 3, 24, corrections));
  }

  private static TestMarket open(Safeguards safeguards) {
    TestMarket market = TestMarket.under(new Rulebooks().safeguards(safeguards).build());
    market.tick(START - HOUR);
    return market;
  }

  /** Settles a slot in which only home-01 meters something: fed in is positive. */
  private static void settle(TestMarket market, DeliverySlot slot, long wh) {
    market.tick(Math.max(market.machine().timeMillis(), slot.endMillis()));
    market.report("home-01", slot, Math.max(-wh, 0), Math.max(wh, 0));
    market.report("home-02", slot, 0, 0);
    market.report("home-03", slot, 0, 0);
  }

  private static void correct(TestMarket market, long exportWh) {
    market.apply(
        new ReportPosition(new MeteredPosition("home-01", SLOT, 2, 0, exportWh, Quality.FINAL)));
  }

  private static TestMarket restored(TestMarket market) {
    return new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine())));
  }

  private static List<Event> payOut(TestMarket market, long amountNano) {
    return market.apply(new PayOutGains("home-01", amountNano));
  }

  private static RejectionCode code(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(PayOutRejected.class);
    return ((PayOutRejected) events.get(0)).rejection().code();
  }
}
