package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commonwatt.audit.bundle.Python3;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is falsified of a market's surplus, and of who gets it, is found by both verifiers. */
class AsBidTamperingTest {
  @TempDir private Path folder;
  private final Day day = AsBidDay.settled();

  @Test
  void theHonestDayPassesAndTheAccountOfTheRulebookGetsTheSurplus() throws Exception {
    List<SlotSettled> settled = new ArrayList<>();
    day.change(
        SlotSettled.class,
        one -> {
          settled.add(one);
          return one;
        });
    assertThat(settled.get(0).batch().postings())
        .contains(new Posting("fund", AsBidDay.SURPLUS))
        .noneMatch(posting -> posting.account().equals("market-surplus"));
    assertThat(codes()).isEmpty();
    assertPython();
  }

  @Test
  void aSurplusThatGoesToAnotherAccountIsFound() throws Exception {
    changeLines(
        lines ->
            lines
                .map(line -> line.kind() == Kind.MARKET_SURPLUS ? with(line, "dso") : line)
                .map(line -> line.kind() == Kind.BID_SURPLUS ? to(line, "dso") : line));
    assertThat(codes()).contains(FindingCode.BILL_LINE_DIFFERS, FindingCode.POSTING_DIFFERS);
    assertPython("BILL_LINE_DIFFERS", "is paid to dso, not to fund");
  }

  @Test
  void aSurplusThatIsNotBilledIsFound() throws Exception {
    changeLines(lines -> lines.filter(line -> !line.kind().name().endsWith("_SURPLUS")));
    assertThat(codes()).contains(FindingCode.BILL_LINE_DIFFERS, FindingCode.POSTING_DIFFERS);
    assertPython("TRADE_NOT_SETTLED");
  }

  /** The buyer keeps a part of it, and all that follows is made to fit. */
  @Test
  void aSmallerSurplusOfTheTradeIsFound() throws Exception {
    day.change(
        TradeMade.class,
        one -> priced(one, one.priceMicroPerKwh(), one.surplusMicroPerKwh() - 50_000));
    assertThat(codes()).contains(FindingCode.TRADE_DIFFERS);
    assertPython("TRADE_NOT_SETTLED");
    changeLines(
        lines ->
            lines.map(
                line ->
                    line.kind().name().endsWith("_SURPLUS")
                        ? priced(line, line.priceMicroPerKwh() - 50_000)
                        : line));
    assertThat(codes()).contains(FindingCode.TRADE_DIFFERS, FindingCode.BILL_LINE_DIFFERS);
    assertPython("TRADE_DIFFERS");
  }

  /** The seller gets what the market should: buyer and money are as before. */
  @Test
  void aSurplusThatTheSellerGetsIsFound() throws Exception {
    day.change(TradeMade.class, one -> priced(one, one.paidMicroPerKwh(), 0));
    changeLines(
        lines ->
            lines
                .filter(line -> !line.kind().name().endsWith("_SURPLUS"))
                .map(line -> line.tradeId() == 0 ? line : priced(line, paid(line.tradeId()))));
    assertThat(codes()).contains(FindingCode.TRADE_DIFFERS, FindingCode.BILL_LINE_DIFFERS);
    assertPython("TRADE_DIFFERS");
  }

  @Test
  void anOrderThatPaysAnotherPriceThanItsLimitIsFound() {
    day.change(OrderFilled.class, one -> new OrderFilled(one.orderId(), one.energyWh(), 250_000));
    assertThat(codes()).contains(FindingCode.FILL_DIFFERS);
  }

  /** A market at one price has no surplus to bill. */
  @Test
  void aSurplusUnderARulebookThatKnowsNoneIsFound() throws Exception {
    day.changeCommand(
        0,
        0,
        command ->
            new ActivateRulebook(
                ((ActivateRulebook) command).rulebook().withSafeguards(Safeguards.NONE)));
    assertThat(codes()).contains(FindingCode.TRADE_DIFFERS, FindingCode.BILL_LINE_DIFFERS);
    assertPython("is a surplus where no auction is paid as bid");
  }

  private static long paid(long tradeId) {
    return tradeId == 1 ? 300_000 : 250_000;
  }

  private static TradeMade priced(TradeMade one, long price, long surplus) {
    return new TradeMade(
        one.tradeId(),
        one.slot(),
        one.buyOrderId(),
        one.sellOrderId(),
        one.buyer(),
        one.seller(),
        one.energyWh(),
        price,
        surplus);
  }

  private static BillLine priced(BillLine line, long price) {
    return new BillLine(
        line.participant(),
        line.slot(),
        line.kind(),
        line.counterparty(),
        line.tradeId(),
        line.energyWh(),
        price,
        Long.signum(line.amountNano()) * line.energyWh() * price,
        line.salt());
  }

  private static BillLine with(BillLine line, String participant) {
    return named(line, participant, line.counterparty());
  }

  private static BillLine to(BillLine line, String counterparty) {
    return named(line, line.participant(), counterparty);
  }

  private static BillLine named(BillLine line, String participant, String counterparty) {
    return new BillLine(
        participant,
        line.slot(),
        line.kind(),
        counterparty,
        line.tradeId(),
        line.energyWh(),
        line.priceMicroPerKwh(),
        line.amountNano(),
        line.salt());
  }

  /** Other lines, with root, count and postings made anew. */
  private void changeLines(UnaryOperator<Stream<BillLine>> change) {
    day.change(
        SlotSettled.class,
        settled -> {
          List<BillLine> lines = change.apply(settled.billLines().stream()).toList();
          Hash root = MerkleRoot.ofHashes(lines.stream().map(BatchHashes::leafHash).toList());
          SettlementBatch was = settled.batch();
          return new SlotSettled(
              new SettlementBatch(
                  was.batchId(),
                  was.market(),
                  was.slot(),
                  was.rulebookVersion(),
                  was.rulebookHash(),
                  was.auctionHash(),
                  was.positionsHash(),
                  root,
                  lines.size(),
                  was.predecessor(),
                  postings(lines)),
              lines);
        });
  }

  private static List<Posting> postings(List<BillLine> lines) {
    Map<String, Long> sums = new TreeMap<>();
    lines.forEach(line -> sums.merge(line.participant(), line.amountNano(), Long::sum));
    return sums.entrySet().stream()
        .filter(sum -> sum.getValue() != 0)
        .map(sum -> new Posting(sum.getKey(), sum.getValue()))
        .toList();
  }

  private List<FindingCode> codes() {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()))
        .findings()
        .stream()
        .map(Finding::code)
        .toList();
  }

  /** What Python says of the log alone has all the words; without words it finds nothing. */
  private void assertPython(String... words) throws Exception {
    if (!Python3.isThere()) {
      return;
    }
    HandedOverHomeTest.write(folder, "commands", day.commands());
    HandedOverHomeTest.write(folder, "events", day.events());
    String out =
        Python3.run(
                "-c", HandedOverHomeTest.LOG_ALONE, Python3.FOLDER.toString(), folder.toString())
            .out();
    if (words.length == 0) {
      assertThat(out.strip().lines().skip(1)).isEmpty();
    } else {
      assertThat(out).contains(words);
    }
  }
}
