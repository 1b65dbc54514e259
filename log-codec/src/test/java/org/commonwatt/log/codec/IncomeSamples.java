package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Safeguards;

/** Values of what only version 27 can say. */
final class IncomeSamples {
  private IncomeSamples() {}

  static Map<String, CommandFrame> commands() {
    Safeguards asBid = Safeguards.NONE.withPayAsBid(true);
    AuctionIncome income = new AuctionIncome(AuctionIncome.Use.CAPACITY, "grid-fund");
    return Map.of(
        "activate-rulebook-pay-as-bid",
        frame(asBid),
        "activate-rulebook-auction-income",
        frame(asBid.withAuctionIncome(income)));
  }

  private static CommandFrame frame(Safeguards safeguards) {
    Command command = new Command.ActivateRulebook(Samples.rulebook().withSafeguards(safeguards));
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  static Map<String, EventEnvelope> events() {
    BillLine paid = line("home-01", BillLine.Kind.BID_SURPLUS, Areas.MARKET_SURPLUS, -50_000_000);
    BillLine got = line(Areas.MARKET_SURPLUS, BillLine.Kind.MARKET_SURPLUS, "home-01", 50_000_000);
    return Map.of(
        "trade-made-with-surplus",
        envelope(
            new Event.TradeMade(
                8, Samples.SLOT, 42, 43, "home-01", "home-02", 1_000, 200_000, 50_000)),
        "bill-part-with-surplus",
        envelope(new Event.BillPart(Samples.SLOT, 0, List.of(paid, got), List.of())));
  }

  private static BillLine line(
      String participant, BillLine.Kind kind, String counterparty, long amountNano) {
    return new BillLine(
        participant,
        Samples.SLOT,
        kind,
        counterparty,
        8,
        1_000,
        50_000,
        amountNano,
        Samples.hash("salt"));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
