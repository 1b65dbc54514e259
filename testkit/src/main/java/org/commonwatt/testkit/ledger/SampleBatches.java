package org.commonwatt.testkit.ledger;

import java.util.List;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.RegistryLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.commonwatt.model.SettlementBatch;

/**
 * Well-formed batches of a market, in slots of 15 minutes from 2 August 2022 07:00 UTC on.
 *
 * @param market id of the market
 */
public record SampleBatches(String market) {
  private static final Hash RULEBOOK = Hash.of(new byte[] {1});
  private static final DeliverySlot FIRST = new DeliverySlot(1_659_423_600_000L, 15);

  /** What the registry must have before a batch is taken: the rulebook that all of them name. */
  public RegistryEntries rulebook() {
    LogPlace place = new LogPlace(1, Hash.of(new byte[] {5}));
    RulebookEntry entry = new RulebookEntry(1, RULEBOOK, List.of("east"), List.of(), place);
    return new RegistryEntries(market, 1, 1, 1, List.of(entry), List.of());
  }

  /**
   * Registers the rulebook.
   *
   * @return these
   * @throws IllegalStateException when the ledger does not take it
   */
  public SampleBatches registered(Ledger ledger) {
    SubmitOutcome outcome = new RegistryLedger(ledger).post(rulebook());
    if (!(outcome instanceof SubmitOutcome.Committed)) {
      throw new IllegalStateException("the rulebook was not registered: " + outcome);
    }
    return this;
  }

  /**
   * The batch of a slot.
   *
   * @param slot counts the market's slots from 0
   * @param predecessor hash of the batch before, zero for the first
   * @param postings sorted by account, summing to zero
   */
  public SettlementBatch batch(int slot, Hash predecessor, Posting... postings) {
    DeliverySlot delivery = FIRST.plus(slot);
    return new SettlementBatch(
        market + "." + delivery.startMillis() / 1000 + ".initial",
        market,
        delivery,
        1,
        RULEBOOK,
        Hash.of(new byte[] {2, (byte) slot}),
        Hash.of(new byte[] {3, (byte) slot}),
        Hash.of(new byte[] {4, (byte) slot}),
        2 * postings.length,
        predecessor,
        List.of(postings));
  }

  /** The batch of a slot in which {@code home-01} pays {@code home-02} an amount. */
  public SettlementBatch payment(int slot, Hash predecessor, long amountNano) {
    return batch(
        slot,
        predecessor,
        new Posting("home-01", Math.negateExact(amountNano)),
        new Posting("home-02", amountNano));
  }
}
