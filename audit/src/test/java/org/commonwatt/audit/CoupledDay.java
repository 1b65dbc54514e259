package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;

/**
 * A slot of two areas whose link is full. East sells 900 Wh at 0.10, two homes alike; west wants
 * 900 Wh at 0.30; 400 Wh may flow at a fee of 0.01. Its log is the one that the rules give, to be
 * falsified.
 */
final class CoupledDay {
  static final long START = 1_659_423_600_000L;
  static final DeliverySlot SLOT = new DeliverySlot(START, 15);

  private static final long QUARTER = 900_000;
  private static final List<Rulebook.Member> MEMBERS =
      List.of(
          new Rulebook.Member("ann", "east", List.of("meter-ann")),
          new Rulebook.Member("bob", "east", List.of("meter-bob")),
          new Rulebook.Member("cat", "west", List.of("meter-cat")));

  private final MarketReplay rules = new MarketReplay();
  private final Day day = new Day();

  private CoupledDay() {}

  static Rulebook rulebook() {
    Areas areas =
        new Areas(
            List.of("east", "west"),
            List.of(new AreaLink("east", "west", -100, 400, 10_000)),
            "dso");
    return new Rulebook(
        1,
        Hash.ZERO,
        "m",
        areas,
        "EUR",
        new Rulebook.Timing(15, 0, 15, 0, START),
        0,
        1_000_000,
        10_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, 400_000, 80_000)),
        MEMBERS,
        Hash.ZERO);
  }

  static Day settled() {
    return untilSettled().day;
  }

  /** The same, and the ledger has its batch in block 1. */
  static Day confirmed(String transactionId) {
    CoupledDay coupled = untilSettled();
    coupled.add(new Command.ConfirmBatch(batch().batchId(), transactionId, 1));
    return coupled.day;
  }

  /** Its only batch. */
  static SettlementBatch batch() {
    SettlementBatch[] found = new SettlementBatch[1];
    settled()
        .change(
            SlotSettled.class,
            settled -> {
              found[0] = settled.batch();
              return settled;
            });
    return found[0];
  }

  private static CoupledDay untilSettled() {
    CoupledDay coupled = new CoupledDay();
    coupled.add(new Command.ActivateRulebook(rulebook()));
    coupled.add(new Command.Tick(START - QUARTER));
    coupled.add(order("ann", "east", Side.SELL, new long[] {100_000, 450}));
    coupled.add(order("bob", "east", Side.SELL, new long[] {100_000, 450}));
    coupled.add(order("cat", "west", Side.BUY, new long[] {300_000, 900}));
    coupled.add(new Command.Tick(START + QUARTER));
    for (Rulebook.Member member : MEMBERS) {
      coupled.add(
          new Command.ReportPosition(
              new MeteredPosition(member.participant(), SLOT, 1, 0, 0, Quality.ACTUAL)));
    }
    return coupled;
  }

  private static Command order(String who, String area, Side side, long[] priceAndEnergy) {
    return new Command.PlaceOrder(
        who, who + "-1", area, START, side, priceAndEnergy[0], priceAndEnergy[1]);
  }

  private void add(Command command) {
    CommandFrame.Entry entry = new CommandFrame.Entry(CommandOrigin.NONE, command);
    // The replay leaves the predecessor of a batch zero, as it is for the first and only one here.
    day.addFrame(List.of(entry), List.of(rules.apply(entry)));
  }
}
