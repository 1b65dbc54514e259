package org.commonwatt.core.settlement;

import org.commonwatt.model.BillLine.Kind;

/**
 * What is settled of a member beside its trades, at one price: a line of its own and one of who it
 * is settled with.
 *
 * @param kind of the member's line
 * @param otherKind of the counterparty's line
 * @param isPaid whether the member pays a positive price
 * @param counterparty who it is settled with
 * @param energyWh energy, Wh, positive
 * @param priceMicroPerKwh price, µ/kWh
 */
record MemberEntry(
    Kind kind,
    Kind otherKind,
    boolean isPaid,
    String counterparty,
    long energyWh,
    long priceMicroPerKwh) {

  /** What takes it back. */
  MemberEntry reversed() {
    return new MemberEntry(
        reversed(kind), reversed(otherKind), !isPaid, counterparty, energyWh, priceMicroPerKwh);
  }

  private static Kind reversed(Kind kind) {
    return Kind.valueOf(kind.name() + "_REVERSED");
  }
}
