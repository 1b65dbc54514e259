package org.commonwatt.core;

import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Why an amendment of a participant's own order is refused, in the order of precedence. */
final class AmendChecks {
  private AmendChecks() {}

  /** The first reason that needs neither book nor room, null when there is none. */
  static @Nullable Rejection refusal(AmendOrder command, OrderEntry entry) {
    Rules rules = entry.slot().rules();
    Rejection rejection =
        OrderChecks.amounts(command.energyWh(), command.priceMicroPerKwh(), rules.rulebook());
    if (rejection == null) {
      rejection = TermChecks.refills(entry.terms(), command.energyWh());
    }
    if (rejection == null && !entry.terms().alternatives().isEmpty()) {
      rejection =
          new Rejection(
              RejectionCode.QUALIFIERS_CONFLICT,
              "a preference is not amended: cancel it and place another");
    }
    if (rejection == null && AuctionBlocks.isLeg(entry)) {
      rejection =
          new Rejection(
              RejectionCode.QUALIFIERS_CONFLICT,
              "a block is not amended: cancel it and place another");
    }
    if (rejection == null) {
      rejection = OrderChecks.offTick(command.priceMicroPerKwh(), rules.rulebook());
    }
    if (rejection == null && !entry.isOpen()) {
      rejection = OrderChecks.orderNotOpen(entry, "amended");
    }
    return rejection;
  }
}
