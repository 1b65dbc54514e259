package org.commonwatt.core;

import org.commonwatt.core.settlement.Correction.Ground;
import org.commonwatt.model.Hash;

/**
 * What a correction of a line goes by.
 *
 * @param amountNano the line's amount
 * @param counterparty the account that pays or receives the other side
 * @param ofMember whether that is a member of the slot
 * @param ground the batch that has the line
 */
record DisputedLine(long amountNano, String counterparty, boolean ofMember, Ground ground) {
  void save(StateWriter out) {
    out.number(amountNano);
    out.text(counterparty);
    out.number(ofMember ? 1 : 0);
    save(ground, out);
  }

  static DisputedLine restore(StateReader in) {
    return new DisputedLine(in.number(), in.text(), in.number() == 1, ground(in));
  }

  static void save(Ground ground, StateWriter out) {
    out.text(ground.market());
    out.number(ground.rulebookVersion());
    out.text(ground.rulebookHash().hex());
    out.text(ground.auctionHash().hex());
    out.text(ground.batchHash().hex());
    out.number(ground.guaranteed() ? 1 : 0);
  }

  static Ground ground(StateReader in) {
    return new Ground(
        in.text(),
        in.count(),
        new Hash(in.text()),
        new Hash(in.text()),
        new Hash(in.text()),
        in.number() == 1);
  }
}
