package org.commonwatt.core;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.jspecify.annotations.Nullable;

/** Why a step of a negotiation is refused, but for the rules of negotiations themselves. */
final class NegotiationChecks {
  private static final long MOST_PRICE = 10_000_000_000L;

  private final SlotSchedule schedule;
  private final RegistrationChecks registrations;
  private final StorageDesk storage;
  private final BilateralDesk keys;

  NegotiationChecks(
      SlotSchedule schedule,
      RegistrationChecks registrations,
      StorageDesk storage,
      BilateralDesk keys) {
    this.schedule = schedule;
    this.registrations = registrations;
    this.storage = storage;
    this.keys = keys;
  }

  /** The other party of terms. */
  static String other(String by, ServiceTerms terms) {
    return by.equals(terms.seller()) ? terms.customer() : terms.seller();
  }

  /** The key that a participant signs with, which was found before. */
  String keyOf(String participant) {
    return Objects.requireNonNull(keys.key(participant), "who has signed has a key");
  }

  /** Who asks, and about what. */
  @Nullable Rejection form(String by, String negotiation) {
    Rejection rejection = Refusals.unlessId("by", by);
    if (rejection == null) {
      rejection = Refusals.unlessId("negotiation", negotiation);
    }
    if (rejection == null) {
      rejection = registrations.known(by);
    }
    return rejection == null ? registrations.active(by) : rejection;
  }

  /** A proposal, but for its time. */
  @Nullable Rejection proposal(String by, ServiceProposal proposal) {
    ServiceTerms terms = proposal.terms();
    Rejection rejection = malformed(terms);
    if (rejection == null) {
      rejection = form(by, terms.negotiation());
    }
    if (rejection == null) {
      rejection = parties(by, terms);
    }
    Rules rules = schedule.rules();
    if (rejection != null || rules == null) {
      return rejection;
    }
    StorageCommitment one = terms.commitment();
    int minutes = rules.rulebook().timing().slotMinutes();
    for (long edge : List.of(one.fromMillis(), one.toMillis())) {
      if (!DeliverySlot.isBorder(edge, minutes)) {
        return Refusals.misaligned(edge, rules);
      }
    }
    CommittedUnit unit = storage.find(terms.unit());
    if (unit == null || !unit.spec().owner().equals(terms.seller())) {
      return new Rejection(
          RejectionCode.UNKNOWN_STORAGE_UNIT,
          terms.seller() + " has no storage unit " + terms.unit() + ": look the units up");
    }
    String wrong = StorageRanges.wrong(one, minutes);
    boolean fair = terms.priceMicroPerKwh() >= 0 && terms.priceMicroPerKwh() <= MOST_PRICE;
    if (wrong != null || !fair) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          wrong != null ? wrong : "a price is 0 to 10,000,000,000 µ/kWh");
    }
    return signature(by, terms, proposal.signature());
  }

  /** Whether somebody has signed terms with its key. */
  @Nullable Rejection signature(String by, ServiceTerms terms, String signature) {
    String key = keys.key(by);
    if (key == null) {
      return new Rejection(
          RejectionCode.UNKNOWN_SIGNING_KEY, by + " has no signing key: register it first");
    }
    boolean signed =
        PartySignature.isSignature(signature)
            && PartySignature.holds(key, terms.signedBytes(), signature);
    return signed
        ? null
        : new Rejection(
            RejectionCode.CONTRACT_NOT_SIGNED,
            by + " has not signed exactly these terms with its registered key");
  }

  /** Whether a unit may be asked for a commitment now. */
  @Nullable Rejection commitment(ServiceTerms terms, long timeMillis) {
    CommittedUnit unit = Objects.requireNonNull(storage.find(terms.unit()), "units stay");
    StorageCommitment one = terms.commitment();
    if (unit.commitment(one.id()) != null) {
      return new Rejection(
          RejectionCode.COMMITMENT_EXISTS,
          "unit " + terms.unit() + " has a commitment " + one.id() + ": negotiate another id");
    }
    if (one.fromMillis() < timeMillis) {
      return new Rejection(
          RejectionCode.DEADLINE_PAST, "the first slot has begun: negotiate later slots");
    }
    return unit.count() >= StorageChecks.MOST_COMMITMENTS
        ? RegistrationChecks.full(
            "a unit has at most " + StorageChecks.MOST_COMMITMENTS + " commitments")
        : null;
  }

  private static @Nullable Rejection malformed(ServiceTerms terms) {
    for (Map.Entry<String, String> id :
        List.of(
            Map.entry("unit", terms.unit()),
            Map.entry("seller", terms.seller()),
            Map.entry("commitment", terms.commitment().id()),
            Map.entry("owner", terms.isStanding() ? terms.seller() : terms.customer()))) {
      Rejection rejection = Refusals.unlessId(id.getKey(), id.getValue());
      if (rejection != null) {
        return rejection;
      }
    }
    return null;
  }

  private @Nullable Rejection parties(String by, ServiceTerms terms) {
    Rules rules = schedule.rules();
    boolean isMarket = rules != null && rules.rulebook().market().equals(terms.market());
    boolean isParty = by.equals(terms.seller()) || by.equals(terms.customer());
    if (!isMarket || !isParty || terms.seller().equals(terms.customer())) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "the terms are of this market, between the unit's owner and somebody else, one of whom"
              + " proposes them; a standing offer is the owner's");
    }
    if (terms.isStanding()) {
      return null;
    }
    Rejection rejection = registrations.known(other(by, terms));
    return rejection == null ? registrations.active(other(by, terms)) : rejection;
  }
}
