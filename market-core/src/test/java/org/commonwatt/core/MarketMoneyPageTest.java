package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** Plays links, surplus, netting fees and corrections of docs/settlement.md in a market. */
class MarketMoneyPageTest {
  private static final Areas VILLAGE = new Areas(List.of("village"), List.of(), "grid");

  /** The only block of the page that begins with a word. */
  private static String block(String word) throws IOException {
    Matcher found =
        Pattern.compile("```text\n(" + word + " .*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "docs", "settlement.md")));
    List<String> blocks = new ArrayList<>();
    while (found.find()) {
      blocks.add(found.group(1));
    }
    assertThat(blocks).as(word).hasSize(1);
    return blocks.get(0);
  }

  @Test
  void aLinkPaysItsFeeAndItsRent() throws IOException {
    String block = block("link");
    Matcher link = said(block, "link +(\\w+)>(\\w+), fee (\\d+), at most (\\d+)");
    Matcher sells = said(block, "sells +(\\w+) (\\d+) at (\\d+)");
    Matcher buys = said(block, "buys +(\\w+) (\\d+) at (\\d+)");
    String east = link.group(1);
    String west = link.group(2);
    AreaLink only = new AreaLink(east, west, 0, number(link, 4), number(link, 3));
    TestMarket market =
        TestMarket.under(
            new Rulebooks()
                .areas(new Areas(List.of(east, west), List.of(only), "grid"))
                .members(sells.group(1), buys.group(1))
                .areaOf(who -> who.equals(sells.group(1)) ? east : west)
                .build());
    market.tick(START - 60 * MINUTE);
    market.apply(
        new PlaceOrder(
            sells.group(1), "c", east, START, Side.SELL, number(sells, 3), number(sells, 2)));
    market.apply(
        new PlaceOrder(
            buys.group(1), "c", west, START, Side.BUY, number(buys, 3), number(buys, 2)));
    market.tick(START + QUARTER);
    market.report(sells.group(1), SLOT, 0, number(link, 4));
    market.report(buys.group(1), SLOT, number(link, 4), 0);
    check(block, market);
  }

  @Test
  void whatABuyerBidsBeyondItsSellerIsTheMarkets() throws IOException {
    String block = block("paid as bid");
    Matcher income = said(block, "paid as bid +(\\w+), to (\\S+)");
    Matcher sells = said(block, "sells +(\\w+) (\\d+) at (\\d+)");
    Matcher buys = said(block, "buys +(\\w+) (\\d+) at (\\d+)");
    AuctionIncome.Use use = AuctionIncome.Use.valueOf(income.group(1).toUpperCase(Locale.ROOT));
    Safeguards safeguards =
        Safeguards.NONE
            .withPayAsBid(true)
            .withAuctionIncome(new AuctionIncome(use, income.group(2)));
    TestMarket market =
        TestMarket.under(
            new Rulebooks()
                .areas(VILLAGE)
                .members(sells.group(1), buys.group(1))
                .safeguards(safeguards)
                .build());
    market.tick(START - 60 * MINUTE);
    market.place(sells.group(1), Side.SELL, number(sells, 3), number(sells, 2));
    market.place(buys.group(1), Side.BUY, number(buys, 3), number(buys, 2));
    market.tick(START + QUARTER);
    market.report(sells.group(1), SLOT, 0, number(buys, 2));
    market.report(buys.group(1), SLOT, number(buys, 2), 0);
    check(block, market);
  }

  @Test
  void whoIsShortPaysTheFeeOfWhatIsNetted() throws IOException {
    String block = block("netting fee");
    Matcher fee = said(block, "netting fee +(\\d+), auctions from (\\d+) Wh");
    Matcher trade = said(block, "trade +(\\w+) buys (\\d+) of (\\w+)");
    Matcher metered = said(block, "metered +\\w+ -(\\d+), \\w+ (\\d+)");
    long price = number(said(block, "auction +(\\d+)"), 1);
    String buyer = trade.group(1);
    String seller = trade.group(3);
    ImbalanceRules rules =
        new ImbalanceRules(
            List.of(said(block, "responsible +(.*)").group(1).split(", ")),
            "balancer",
            number(fee, 2),
            new Pool(number(fee, 1)),
            null,
            new Prices(null, true, 0, 0, new Fallback(false, 0, 0)));
    TestMarket market =
        TestMarket.under(
            new Rulebooks()
                .areas(VILLAGE)
                .members(buyer, seller)
                .safeguards(Safeguards.NONE.withImbalance(rules))
                .build());
    market.tick(START - 60 * MINUTE);
    market.place(buyer, Side.BUY, price, number(trade, 2));
    market.place(seller, Side.SELL, price, number(trade, 2));
    market.tick(START + QUARTER);
    market.report(buyer, SLOT, number(metered, 1), 0);
    market.report(seller, SLOT, 0, number(metered, 2));
    check(block, market);
  }

  @Test
  void anUpheldDisputePostsTheDifference() throws IOException {
    String block = block("dispute");
    Matcher dispute = said(block, "dispute +(\\S+) of line (\\d+), upheld at (-?\\d+)");
    Matcher trade = said(block, "trade +(\\S+) buys (\\d+) of (\\S+) at (\\d+)");
    Safeguards corrected = new Safeguards(null, null, new DisputeRules("arbiter", 24, 24, true));
    TestMarket market =
        TestMarket.under(new Rulebooks().areas(VILLAGE).safeguards(corrected).build());
    market.tick(START - 60 * MINUTE);
    market.place(trade.group(1), Side.BUY, number(trade, 4), number(trade, 2));
    market.place(trade.group(3), Side.SELL, number(trade, 4), number(trade, 2));
    market.tick(START + QUARTER);
    market.report(trade.group(1), SLOT, number(trade, 2), 0);
    market.report(trade.group(3), SLOT, 0, number(trade, 2));
    market.report("home-03", SLOT, 0, 0);
    PersonalText why = PersonalText.clear("the meter was read twice");
    int line = Math.toIntExact(number(dispute, 2));
    market.apply(new OpenDispute(dispute.group(1), START, 0, line, why, null));
    Ruling upheld = new Ruling(true, number(dispute, 3), why);
    market.apply(new DecideDispute("arbiter", dispute.group(1), 1, upheld));
    check(block, market);
  }

  /** All lines of all runs, in order, are those of the block, and the postings sum to zero. */
  private static void check(String block, TestMarket market) {
    List<BillLine> lines = new ArrayList<>();
    market.events(SlotSettled.class).forEach(run -> lines.addAll(run.billLines()));
    market.events(SlotRevised.class).forEach(run -> lines.addAll(run.billLines()));
    assertThat(lines.stream().map(MarketMoneyPageTest::brief))
        .containsExactlyElementsOf(
            block
                .lines()
                .dropWhile(line -> !line.equals("gives"))
                .skip(1)
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList());
    assertThat(
            Stream.concat(
                    market.events(SlotSettled.class).stream().map(SlotSettled::batch),
                    market.events(SlotRevised.class).stream().map(SlotRevised::batch))
                .flatMap(batch -> batch.postings().stream())
                .mapToLong(Posting::amountNano)
                .sum())
        .isZero();
  }

  private static String brief(BillLine line) {
    return line.participant()
        + " "
        + line.kind()
        + " "
        + line.energyWh()
        + " at "
        + line.priceMicroPerKwh()
        + " = "
        + line.amountNano();
  }

  private static Matcher said(String block, String pattern) {
    Matcher said = Pattern.compile("(?m)^" + pattern).matcher(block);
    assertThat(said.find()).as(pattern).isTrue();
    return said;
  }

  private static long number(Matcher said, int group) {
    return Long.parseLong(said.group(group));
  }
}
