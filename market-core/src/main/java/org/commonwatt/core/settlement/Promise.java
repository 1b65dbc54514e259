package org.commonwatt.core.settlement;

import java.util.List;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;

/**
 * What of a storage unit was promised to somebody, however they came to terms.
 *
 * @param number of the agreement in the market, from 1
 * @param unit id of the unit
 * @param seller owner of the unit
 * @param customer who pays; the owner of what it promised to itself
 * @param pricesMicroPerKwh µ/kWh, one for all slots or one for each
 * @param commitment what was promised
 * @param ending how it ends before its time
 * @param endsMillis slots that begin from here on are not promised any more
 */
public record Promise(
    long number,
    String unit,
    String seller,
    String customer,
    List<Long> pricesMicroPerKwh,
    StorageCommitment commitment,
    Ending ending,
    long endsMillis) {

  /** How a promise ends before its time. */
  public enum Ending {
    /** It does not. */
    NONE,
    /** The unit cannot keep it. */
    LOST,
    /** The unit cannot keep it, and its safety or its proof is the reason. */
    EXCUSED,
    /** It was taken back by who might. */
    WITHDRAWN
  }

  /** Copies the prices. */
  public Promise {
    pricesMicroPerKwh = List.copyOf(pricesMicroPerKwh);
  }

  /** The same, with an end before its time. */
  public Promise ended(Ending how, long fromMillis) {
    return new Promise(
        number, unit, seller, customer, pricesMicroPerKwh, commitment, how, fromMillis);
  }

  /** The same, paid outside of the market: here it counts as the owner's own use. */
  public Promise outside() {
    return new Promise(
        number, unit, seller, seller, pricesMicroPerKwh, commitment, ending, endsMillis);
  }

  /** Whether a slot is one of those that were promised. */
  public boolean covers(long slotStartMillis) {
    return commitment.fromMillis() <= slotStartMillis && slotStartMillis < commitment.toMillis();
  }

  /** Whether it stands in a slot that it covers. */
  public boolean standsIn(long slotStartMillis) {
    return ending == Ending.NONE || slotStartMillis < endsMillis;
  }

  /** Whether the unit's owner promised it to itself. */
  public boolean isOwn() {
    return seller.equals(customer);
  }

  /** The most energy of one slot, Wh; of what is not firm all of it. */
  public long mostWh() {
    if (commitment.kind() == Kind.FIRM_SCHEDULE) {
      return commitment.injectionWh().stream().mapToLong(Math::abs).max().orElse(0);
    }
    return Math.max(
        commitment.energyWh(), Math.max(commitment.chargeSlotWh(), commitment.dischargeSlotWh()));
  }

  /** The highest price, µ/kWh. */
  public long mostMicroPerKwh() {
    return pricesMicroPerKwh.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** The price in a slot that it covers, µ/kWh. */
  long priceIn(long slotStartMillis, long lengthMillis) {
    return pricesMicroPerKwh.get(
        pricesMicroPerKwh.size() == 1 ? 0 : index(slotStartMillis, lengthMillis));
  }

  /** What a firm schedule discharges in a slot that it covers, Wh, negative what it charges. */
  long firmWh(long slotStartMillis, long lengthMillis) {
    return commitment.injectionWh().get(index(slotStartMillis, lengthMillis));
  }

  /** A slot's share of the energy, in whole Wh that add up to it over all slots. */
  long shareWh(long slotStartMillis, long lengthMillis) {
    int index = index(slotStartMillis, lengthMillis);
    long slots = (commitment.toMillis() - commitment.fromMillis()) / lengthMillis;
    long energy = commitment.energyWh(); // at most 10 GWh, in at most 2,688 slots
    return energy * (index + 1) / slots - energy * index / slots;
  }

  private int index(long slotStartMillis, long lengthMillis) {
    return (int) ((slotStartMillis - commitment.fromMillis()) / lengthMillis);
  }
}
