package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;

/**
 * A slot of an auction that is paid as bid: Ann sells 300 Wh at 0.10 and 150 at 0.15, and Bob buys
 * 200 at 0.30 and 250 at 0.25. Its log is the one that the rules give, to be falsified.
 */
final class AsBidDay {
  static final long SURPLUS = 200 * 200_000L + 100 * 150_000L + 150 * 100_000L;

  private AsBidDay() {}

  /** Two areas without a link; the surplus lowers tariffs, and the account {@code fund} gets it. */
  static Rulebook rulebook() {
    Rulebook old = CoupledDay.rulebook();
    return new Rulebook(
            1,
            old.documentHash(),
            old.market(),
            new Areas(old.areas().ids(), List.of(), "dso"),
            old.currency(),
            new Rulebook.Timing(15, 0, 30, 15, ContinuousDay.START),
            old.minPriceMicroPerKwh(),
            old.maxPriceMicroPerKwh(),
            old.maxOrderWh(),
            old.supplier(),
            old.tariff(),
            old.members(),
            old.saltSeed())
        .withSafeguards(
            Safeguards.NONE
                .withPayAsBid(true)
                .withAuctionIncome(new AuctionIncome(AuctionIncome.Use.TARIFFS, "fund")));
  }

  static Day settled() {
    return untilSettled().log();
  }

  /** The same, and the ledger has its batch in block 1. */
  static Day confirmed(String transactionId) {
    ContinuousDay day = untilSettled();
    day.add(new Command.ConfirmBatch(batch().batchId(), transactionId, 1));
    return day.log();
  }

  /** Its only batch. */
  static SettlementBatch batch() {
    List<SettlementBatch> found = new ArrayList<>();
    settled()
        .change(
            SlotSettled.class,
            settled -> {
              found.add(settled.batch());
              return settled;
            });
    return found.get(0);
  }

  private static ContinuousDay untilSettled() {
    ContinuousDay day = ContinuousDay.under(rulebook());
    day.sell("ann", 100_000, 300);
    day.sell("ann", 150_000, 150);
    day.buy("bob", 300_000, 200);
    day.buy("bob", 250_000, 250);
    day.tick(-15);
    return day.settle();
  }
}
