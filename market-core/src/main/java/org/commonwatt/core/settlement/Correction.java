package org.commonwatt.core.settlement;

import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;

/**
 * What an upheld dispute adds to the amount of a bill line.
 *
 * @param disputeId number of the dispute
 * @param participant whose line it is
 * @param counterparty the account that pays or receives the other side
 * @param ofMember whether the counterparty is a member of the slot
 * @param slot of the line
 * @param amountNano what the participant receives, nano-currency, not 0; negative when it pays
 * @param ground what it rests on
 */
public record Correction(
    long disputeId,
    String participant,
    String counterparty,
    boolean ofMember,
    DeliverySlot slot,
    long amountNano,
    Ground ground) {

  /** Those of its two accounts that are members of the slot. */
  public List<String> members() {
    return ofMember ? List.of(participant, counterparty) : List.of(participant);
  }

  /**
   * The batch whose line is corrected, as far as later runs of its slot repeat it.
   *
   * @param market id of the market
   * @param rulebookVersion version of the slot's rulebook
   * @param rulebookHash hash of its document
   * @param auctionHash hash of the slot's auction and trades
   * @param batchHash hash of the batch
   * @param guaranteed whether the rulebook has guarantees, which the correction counts in then
   */
  public record Ground(
      String market,
      int rulebookVersion,
      Hash rulebookHash,
      Hash auctionHash,
      Hash batchHash,
      boolean guaranteed) {}
}
