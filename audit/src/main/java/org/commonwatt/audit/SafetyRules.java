package org.commonwatt.audit;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Whether an order or an amendment stays within connection and collateral. */
final class SafetyRules {
  private final Registrations registrations;
  private final GuaranteeRules guarantees;

  SafetyRules(Registrations registrations, GuaranteeRules guarantees) {
    this.registrations = registrations;
    this.guarantees = guarantees;
  }

  /**
   * Why an order may not be as it is wanted.
   *
   * @param before the open order that is amended, null for a new one
   */
  @Nullable RejectionCode refusal(
      AuditedOrder wanted, @Nullable AuditedOrder before, SlotState slot) {
    RejectionCode code = registrations.refusal(wanted, before, slot);
    return code == null && guarantees.isUnsecured(wanted, before, slot)
        ? RejectionCode.COLLATERAL_TOO_LOW
        : code;
  }

  /** Why a connection does not carry an order, null when it does. */
  @Nullable RejectionCode byConnection(AuditedOrder wanted, SlotState slot) {
    return registrations.refusal(wanted, null, slot);
  }

  /** Whether a participant has less available than what it wants reserves, by slot. */
  boolean isTooMuch(String participant, Map<SlotState, List<SecuredCost.Lot>> wanted) {
    return guarantees.isTooMuch(participant, wanted);
  }
}
