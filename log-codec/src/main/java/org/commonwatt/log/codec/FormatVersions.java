package org.commonwatt.log.codec;

import org.commonwatt.model.BillLine;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;

/**
 * The version that a frame of commands or an event is written in: the lowest that can say what it
 * says. So a log of a market that does not use a novelty keeps its bytes, and a replay gives them
 * again.
 */
final class FormatVersions {
  /** What was there from the beginning. */
  static final int FIRST = 1;

  /** Several areas and the links between them. */
  static final int AREAS = 2;

  /** Continuous trading and the terms of orders. */
  static final int CONTINUOUS = 3;

  /** Limits and collateral. */
  static final int SAFEGUARDS = 4;

  /** Sealed payloads, and erasures on the log. */
  static final int SEALED = 5;

  /** What stands in for a missed gate, and what operators take back. */
  static final int FALLBACKS = 6;

  /** Bills in parts, and refusals and ends at the bounds of a market. */
  static final int BOUNDS = 7;

  /** Switches that cancel orders, and mass cancels of an area or a side. */
  static final int SWITCHES = 8;

  /** Disputes of bill lines. */
  static final int DISPUTES = 9;

  /** Registered accounts and meter points. */
  static final int REGISTRATIONS = 10;

  /** Settlement runs after the initial one. */
  static final int SETTLEMENT_RUNS = 11;

  /** Data of the market that only who has a login is told. */
  static final int LOGIN_FOR = 11;

  /** Members that are responsible for their balance. */
  static final int IMBALANCE = 12;

  /** Baskets, and blocks of one user. */
  static final int BASKETS = 13;

  /** Corrections of disputed lines. */
  static final int CORRECTIONS = 14;

  /** Imbalance prices that their source signs. */
  static final int SIGNED_PRICES = 15;

  /** Declared sources, preferences, and auctions with clean sells first. */
  static final int PREFERENCES = 16;

  /** Bilateral contracts. */
  static final int BILATERAL = 17;

  /** Pay-outs of gains. */
  static final int PAY_OUTS = 18;

  /** Sources of the legs of baskets and blocks. */
  static final int LEG_SOURCES = 19;

  /** Losses of areas. */
  static final int LOSSES = 20;

  /** Guarantees that secure undelivered energy. */
  static final int UNDELIVERED = 21;

  /** Storage units and their commitments. */
  static final int STORAGE = 22;

  /** Positions that are assumed when they do not come. */
  static final int ASSUMED = 23;

  /** Blocks at the gates of a market. */
  static final int AUCTION_BLOCKS = 24;

  /** Positions with the hash of what each meter measured. */
  static final int METER_EVIDENCE = 25;

  /** What the provenance records of storage units prove. */
  static final int PROVENANCE = 26;

  /** Auctions that are paid as bid, and what is done with their income. */
  static final int INCOME = 27;

  /** Negotiations of storage services. */
  static final int NEGOTIATIONS = 28;

  /** Dispatch calls of storage units. */
  static final int CALLS = 29;

  /** Auctions of storage services. */
  static final int STORAGE_AUCTIONS = 30;

  /** What storage units delivered, and its settlement. */
  static final int DELIVERIES = 31;

  /** What a rulebook takes as proof of stored energy. */
  static final int PROOF_RULES = 32;

  /** Calls that go on after a loss, and what is taken back of those that are cancelled. */
  static final int CALLS_GO_ON = 33;

  /** What lessees will use of their virtual batteries. */
  static final int LEASE_PLANS = 34;

  /** The highest that is written and read. */
  static final int HIGHEST = LEASE_PLANS;

  /** Number of the first rejection code of limits and collateral. */
  private static final int FIRST_CODE_OF_SAFEGUARDS = 46;

  /** Number of the last rejection code that was there before continuous trading. */
  private static final int LAST_CODE_BEFORE_CONTINUOUS = 25;

  private FormatVersions() {}

  static int of(CommandFrame frame) {
    return frame.entries().stream().mapToInt(entry -> of(entry.command())).max().orElse(FIRST);
  }

  static int of(Event event) {
    if (LeaseConverter.needed(event)) {
      return LEASE_PLANS;
    }
    if (CallConverter.neededForLoss(event)) {
      return CALLS_GO_ON;
    }
    if (UsableLimitConverter.needed(event)) {
      return PROOF_RULES;
    }
    if (DeliveryConverter.needed(event)) {
      return DELIVERIES;
    }
    if (StorageAuctionConverter.needed(event)) {
      return STORAGE_AUCTIONS;
    }
    if (CallConverter.needed(event)) {
      return CALLS;
    }
    if (NegotiationConverter.needed(event)) {
      return NEGOTIATIONS;
    }
    if (IncomeVersions.needed(event)) {
      return INCOME;
    }
    if (StorageEvents.neededForProvenance(event)) {
      return PROVENANCE;
    }
    if (hasEvidence(event)) {
      return METER_EVIDENCE;
    }
    if (WindowEvents.needed(event)) {
      return AUCTION_BLOCKS;
    }
    if (event instanceof Event.PositionAssumed) {
      return ASSUMED;
    }
    if (StorageEvents.needed(event)) {
      return STORAGE;
    }
    if (BoundaryConverter.needed(event)) {
      return LOSSES;
    }
    if (PayOutConverter.needed(event)) {
      return PAY_OUTS;
    }
    if (BilateralConverter.needed(event)) {
      return BILATERAL;
    }
    if (PreferenceVersions.needed(event)) {
      return PREFERENCES;
    }
    if (PriceSignatureVersions.needed(event)) {
      return SIGNED_PRICES;
    }
    if (CorrectionVersions.needed(event)) {
      return CORRECTIONS;
    }
    if (BasketVersions.needed(event)) {
      return BASKETS;
    }
    if (ImbalanceVersions.needed(event)) {
      return IMBALANCE;
    }
    if (SettlementVersions.needed(event)) {
      return SETTLEMENT_RUNS;
    }
    if (RegistrationVersions.needed(event)) {
      return REGISTRATIONS;
    }
    if (DisputeVersions.needed(event)) {
      return DISPUTES;
    }
    if (SwitchVersions.needed(event)) {
      return SWITCHES;
    }
    if (BoundVersions.needed(event)) {
      return BOUNDS;
    }
    if (FallbackVersions.needed(event)) {
      return FALLBACKS;
    }
    if (isSealed(event)) {
      return SEALED;
    }
    if (SafeguardVersions.needed(event)) {
      return SAFEGUARDS;
    }
    if (event instanceof Event.AuctionCleared auction) {
      return auction.optimal() ? isSingle(auction) ? FIRST : AREAS : CONTINUOUS;
    }
    if (event instanceof Event.TradeMade trade) {
      return trade.buyOrderId() == 0 || trade.sellOrderId() == 0 ? AREAS : FIRST;
    }
    if (event instanceof Event.SlotSettled settled) {
      return settled.billLines().stream().mapToInt(FormatVersions::of).max().orElse(FIRST);
    }
    if (event instanceof Event.OrderAccepted accepted) {
      return of(accepted.terms());
    }
    if (event instanceof Event.OrderCancelled cancelled) {
      return saysWhy(cancelled) ? CONTINUOUS : FIRST;
    }
    if (event instanceof Event.SlotPhaseChanged changed) {
      return of(changed.phase());
    }
    return ofRejectionOrKind(event);
  }

  /** Whether an auction is of one area without links, whose buys and sells are equal. */
  static boolean isSingle(Event.AuctionCleared auction) {
    return auction.areas().size() == 1
        && auction.links().isEmpty()
        && auction.areas().get(0).netExportWh() == 0;
  }

  /** The version of a position on its own. */
  static int of(PositionRecord position) {
    if (position instanceof PositionRecord.Boundary) {
      return FIRST; // of a type of its own
    }
    if (!(position instanceof PositionRecord.Position metered)) {
      return SEALED;
    }
    if (metered.position().evidence() != null) {
      return METER_EVIDENCE;
    }
    return metered.position().secret() == null ? FIRST : SEALED;
  }

  private static boolean hasEvidence(Event event) {
    if (event instanceof Event.PositionRecorded recorded) {
      return recorded.position().evidence() != null;
    }
    return event instanceof Event.PositionRejected rejected
        && rejected.position().evidence() != null;
  }

  private static boolean isSealed(Command command) {
    return command instanceof Command.RecordErasure
        || command instanceof Command.ReportErasedPosition
        || (command instanceof Command.ReportPosition report && report.position().secret() != null);
  }

  private static boolean isSealed(Event event) {
    if (event instanceof Event.PositionRecorded recorded) {
      return recorded.position().secret() != null;
    } else if (event instanceof Event.PositionRejected rejected) {
      return rejected.position().secret() != null;
    } else if (event instanceof Event.SlotSettled settled) {
      return !settled.erasedLines().isEmpty()
          || settled.billLines().stream().anyMatch(line -> line.seal() != null);
    }
    return event instanceof Event.ErasureRecorded || event instanceof Event.PositionErased;
  }

  /** Whether a cancellation says what was left and why, as in markets with continuous trading. */
  static boolean saysWhy(Event.OrderCancelled event) {
    return event.unfilledWh() != 0 || event.reason() != CancelReason.BY_OWNER;
  }

  private static int of(Command command) {
    if (LeaseConverter.needed(command)) {
      return LEASE_PLANS;
    }
    if (UsableLimitConverter.needed(command)) {
      return PROOF_RULES;
    }
    if (DeliveryConverter.needed(command)) {
      return DELIVERIES;
    }
    if (StorageAuctionConverter.needed(command)) {
      return STORAGE_AUCTIONS;
    }
    if (CallConverter.needed(command)) {
      return CALLS;
    }
    if (NegotiationConverter.needed(command)) {
      return NEGOTIATIONS;
    }
    if (IncomeVersions.needed(command)) {
      return INCOME;
    }
    if (command instanceof Command.LimitUsableEnergy) {
      return PROVENANCE;
    }
    if (command instanceof Command.ReportPosition report && report.position().evidence() != null) {
      return METER_EVIDENCE;
    }
    if (WindowEvents.needed(command)) {
      return AUCTION_BLOCKS;
    }
    if (SettlementVersions.neededForAssumed(command)) {
      return ASSUMED;
    }
    if (StorageCommands.needed(command)) {
      return STORAGE;
    }
    if (command instanceof Command.ActivateRulebook activate && securesUndelivered(activate)) {
      return UNDELIVERED;
    }
    if (BoundaryConverter.needed(command)) {
      return LOSSES;
    }
    if (BasketVersions.neededForSources(command)) {
      return LEG_SOURCES;
    }
    if (PayOutConverter.needed(command)) {
      return PAY_OUTS;
    }
    if (BilateralConverter.needed(command)) {
      return BILATERAL;
    }
    if (PreferenceVersions.needed(command)) {
      return PREFERENCES;
    }
    if (PriceSignatureVersions.needed(command)) {
      return SIGNED_PRICES;
    }
    if (CorrectionVersions.needed(command)) {
      return CORRECTIONS;
    }
    if (BasketVersions.needed(command)) {
      return BASKETS;
    }
    if (ImbalanceVersions.needed(command)) {
      return IMBALANCE;
    }
    if (command instanceof Command.ActivateRulebook activate
        && !activate.rulebook().safeguards().loginFor().isEmpty()) {
      return LOGIN_FOR;
    }
    if (SettlementVersions.needed(command)) {
      return SETTLEMENT_RUNS;
    }
    if (RegistrationVersions.needed(command)) {
      return REGISTRATIONS;
    }
    if (DisputeVersions.needed(command)) {
      return DISPUTES;
    }
    if (SwitchVersions.needed(command)) {
      return SWITCHES;
    }
    if (FallbackVersions.needed(command)) {
      return FALLBACKS;
    }
    if (isSealed(command)) {
      return SEALED;
    }
    if (SafeguardVersions.needed(command)) {
      return SAFEGUARDS;
    }
    if (command instanceof Command.ActivateRulebook activate) {
      Rulebook rulebook = activate.rulebook();
      return rulebook.continuous() != null
          ? CONTINUOUS
          : rulebook.areas().isSingle() ? FIRST : AREAS;
    }
    if (command instanceof Command.PlaceOrder place) {
      return of(place.terms());
    }
    boolean continuous =
        command instanceof Command.AmendOrder || command instanceof Command.CancelAll;
    return continuous ? CONTINUOUS : FIRST;
  }

  private static boolean securesUndelivered(Command.ActivateRulebook command) {
    Guarantees guarantees = command.rulebook().guarantees();
    return guarantees != null && guarantees.securesUndelivered();
  }

  private static int of(OrderTerms terms) {
    return terms.equals(OrderTerms.DEFAULT) ? FIRST : CONTINUOUS;
  }

  private static int of(SlotPhase phase) {
    return phase == SlotPhase.CONTINUOUS || phase == SlotPhase.CLOSED ? CONTINUOUS : FIRST;
  }

  private static int of(BillLine line) {
    if (line.kind().compareTo(BillLine.Kind.CONGESTION_RENT) > 0) {
      return CONTINUOUS;
    }
    return line.kind().compareTo(BillLine.Kind.TAKEN_OVER) > 0 ? AREAS : FIRST;
  }

  private static int of(Rejection rejection) {
    int code = ModelConverter.REJECTION_CODES.encode(rejection.code()).getNumber();
    if (BoundVersions.needed(code)) {
      return BOUNDS;
    }
    if (FallbackVersions.needed(code)) {
      return FALLBACKS;
    }
    if (code >= FIRST_CODE_OF_SAFEGUARDS) {
      return SAFEGUARDS;
    }
    return code > LAST_CODE_BEFORE_CONTINUOUS ? CONTINUOUS : FIRST;
  }

  private static int ofRejectionOrKind(Event event) {
    if (event instanceof Event.OrderRejected rejected) {
      return of(rejected.rejection());
    }
    if (event instanceof Event.CancelRejected rejected) {
      return of(rejected.rejection());
    }
    if (event instanceof Event.PositionRejected rejected) {
      return of(rejected.rejection());
    }
    if (event instanceof Event.ConfirmationRejected rejected) {
      return of(rejected.rejection());
    }
    if (event instanceof Event.RulebookRejected rejected) {
      return of(rejected.rejection());
    }
    boolean continuous =
        event instanceof Event.ContinuousTrade
            || event instanceof Event.OrderAmended
            || event instanceof Event.AmendRejected
            || event instanceof Event.OrderReduced
            || event instanceof Event.MassCancelled
            || event instanceof Event.ProductHalted
            || event instanceof Event.ProductResumed;
    return continuous ? CONTINUOUS : FIRST;
  }
}
