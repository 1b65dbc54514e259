package org.commonwatt.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command.AcceptService;
import org.commonwatt.model.Command.CounterService;
import org.commonwatt.model.Command.EndNegotiation;
import org.commonwatt.model.Command.ProposeService;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.NegotiationEnded;
import org.commonwatt.model.Event.NegotiationRejected;
import org.commonwatt.model.Event.ServiceAgreed;
import org.commonwatt.model.Event.ServiceProposed;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageRefused;
import org.jspecify.annotations.Nullable;

/** Which steps of negotiations are taken, and which services are agreed on. */
final class NegotiationRules {
  private static final int NEGOTIATIONS = 10_000;
  private static final int ROUNDS = 100;
  private static final int LETTERS = 10_000;
  private static final long DAY = 86_400_000;
  private static final long MEMORY_MILLIS = 3 * DAY;
  private static final long PRICE = 10_000_000_000L;

  private final MarketState state;
  private final AccountChecks checks;
  private final StorageRules storage;
  private final BilateralRules keys;
  private final Map<String, Talk> talks = new HashMap<>();

  NegotiationRules(
      MarketState state, AccountChecks checks, StorageRules storage, BilateralRules keys) {
    this.state = state;
    this.checks = checks;
    this.storage = storage;
    this.keys = keys;
  }

  /** A negotiation: its last proposal, and when it ended. */
  private static final class Talk {
    private ServiceProposed last;
    private String customer; // empty of a standing offer that nobody has accepted
    private boolean ended;
    private long changedMillis;

    private Talk(ServiceProposed last) {
      this.last = last;
      this.customer = last.proposal().terms().customer();
    }

    private ServiceTerms terms() {
      return last.proposal().terms();
    }

    private boolean isParty(String who) {
      return who.equals(terms().seller()) || who.equals(customer);
    }

    /** Whether somebody may accept or is to wait: of a standing offer anybody. */
    private boolean isFor(String who) {
      return isParty(who) || terms().customer().isEmpty();
    }
  }

  void propose(ProposeService asked, List<Event> out) {
    String id = asked.proposal().terms().negotiation();
    RejectionCode code = byProposal(asked.by(), asked.proposal());
    if (code == null && talks.containsKey(id)) {
      code = RejectionCode.NEGOTIATION_EXISTS;
    }
    if (code == null && talks.size() >= NEGOTIATIONS) {
      code = RejectionCode.REGISTRATIONS_FULL;
    }
    code = code == null ? byOffer(asked.proposal(), state.clock) : code;
    take(asked.by(), 1, asked.proposal(), code, out);
  }

  void counter(CounterService asked, List<Event> out) {
    ServiceTerms terms = asked.proposal().terms();
    Talk talk = talks.get(terms.negotiation());
    RejectionCode code = byProposal(asked.by(), asked.proposal());
    if (code == null && (talk == null || !talk.isParty(asked.by()))) {
      code = RejectionCode.UNKNOWN_NEGOTIATION;
    }
    if (code == null && talk != null && !isOfSame(talk.terms(), terms)) {
      code = RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (code == null && talk != null) {
      code = byAnswer(asked.by(), asked.round(), asked.answered(), talk);
    }
    int round = talk == null ? 1 : talk.last.round();
    if (code == null && round >= ROUNDS) {
      code = RejectionCode.TOO_MANY_ROUNDS;
    }
    code = code == null ? byOffer(asked.proposal(), state.clock) : code;
    take(asked.by(), round + 1, asked.proposal(), code, out);
  }

  void accept(AcceptService asked, List<Event> out) {
    Talk talk = talks.get(asked.negotiation());
    RejectionCode code = byForm(asked.by(), asked.negotiation());
    if (code == null && (talk == null || !talk.isFor(asked.by()))) {
      code = RejectionCode.UNKNOWN_NEGOTIATION;
    }
    if (code == null && talk != null) {
      code = byAnswer(asked.by(), asked.round(), asked.answered(), talk);
      ServiceTerms terms = talk.terms();
      code = code == null ? bySignature(asked.by(), terms, asked.signature()) : code;
      code = code == null ? storage.refusal(terms.unit(), terms.commitment()) : code;
    }
    if (code != null || talk == null) {
      refuse(asked.by(), asked.negotiation(), code, out);
      return;
    }
    ServiceTerms terms = talk.terms();
    StorageCommitment commitment =
        terms.customer().isEmpty() ? terms.commitment().of(asked.by()) : terms.commitment();
    StorageLimit limit = storage.take(terms.unit(), commitment);
    if (limit != null) {
      StorageRefused refused = StorageRules.refused(limit);
      out.add(new NegotiationRejected(asked.by(), asked.negotiation(), refused));
      return;
    }
    talk.customer = commitment.owner();
    end(talk);
    storage.agreed(terms.unit(), commitment.owner(), List.of(terms.priceMicroPerKwh()), commitment);
    out.add(
        new ServiceAgreed(
            asked.by(),
            asked.round(),
            talk.last.proposal(),
            asked.signature(),
            String.valueOf(keys.key(asked.by())),
            state.clock));
    out.add(new StorageCommitted(terms.unit(), commitment));
  }

  void end(EndNegotiation asked, List<Event> out) {
    Talk talk = talks.get(asked.negotiation());
    RejectionCode code = byParty(asked.by(), asked.negotiation(), talk);
    if (code == null && talk != null) {
      boolean own = asked.by().equals(talk.last.by());
      code =
          own
              ? talk.ended ? RejectionCode.NEGOTIATION_ENDED : null
              : byAnswer(asked.by(), asked.round(), asked.answered(), talk);
    }
    if (code != null || talk == null) {
      refuse(asked.by(), asked.negotiation(), code, out);
      return;
    }
    end(talk);
    ServiceTerms terms = talk.terms();
    String to = asked.by().equals(terms.seller()) ? terms.customer() : terms.seller();
    out.add(new NegotiationEnded(asked.by(), to, asked.negotiation(), talk.last.round()));
  }

  /** Forgets negotiations that ended, or whose last proposal expired, 72 hours ago. */
  void forget() {
    long before = state.clock - MEMORY_MILLIS;
    talks
        .values()
        .removeIf(
            talk ->
                talk.last.proposal().expiresMillis() <= before
                    || (talk.ended && talk.changedMillis <= before));
  }

  private void end(Talk talk) {
    talk.ended = true;
    talk.changedMillis = state.clock;
  }

  private void take(
      String by,
      int round,
      ServiceProposal proposal,
      @Nullable RejectionCode code,
      List<Event> out) {
    String id = proposal.terms().negotiation();
    if (code != null) {
      refuse(by, id, code, out);
      return;
    }
    ServiceProposed proposed =
        new ServiceProposed(by, round, proposal, String.valueOf(keys.key(by)), state.clock);
    talks.put(id, new Talk(proposed));
    out.add(proposed);
  }

  private @Nullable RejectionCode byForm(String by, String negotiation) {
    if (!Ids.isValid(by) || !Ids.isValid(negotiation)) {
      return RejectionCode.MALFORMED;
    }
    RejectionCode code = checks.unlessKnown(by);
    return code == null ? checks.unlessActive(by) : code;
  }

  private @Nullable RejectionCode byParty(String by, String negotiation, @Nullable Talk talk) {
    RejectionCode code = byForm(by, negotiation);
    if (code == null && (talk == null || !talk.isParty(by))) {
      code = RejectionCode.UNKNOWN_NEGOTIATION;
    }
    return code;
  }

  private @Nullable RejectionCode byProposal(String by, ServiceProposal proposal) {
    ServiceTerms terms = proposal.terms();
    StorageCommitment one = terms.commitment();
    String owner = one.owner().isEmpty() ? terms.seller() : one.owner();
    for (String id : List.of(terms.unit(), terms.seller(), one.id(), owner)) {
      if (!Ids.isValid(id)) {
        return RejectionCode.MALFORMED;
      }
    }
    RejectionCode code = byForm(by, terms.negotiation());
    Rulebook rules = state.rulebook;
    if (code != null || rules == null) {
      return code;
    }
    boolean two = !terms.seller().equals(one.owner());
    boolean party = by.equals(terms.seller()) || by.equals(one.owner());
    if (!two || !party || !terms.market().equals(rules.market())) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (!one.owner().isEmpty()) {
      String other = by.equals(terms.seller()) ? one.owner() : terms.seller();
      code = checks.unlessKnown(other);
      code = code == null ? checks.unlessActive(other) : code;
    }
    if (code != null) {
      return code;
    }
    int minutes = rules.timing().slotMinutes();
    if (!DeliverySlot.isBorder(one.fromMillis(), minutes)
        || !DeliverySlot.isBorder(one.toMillis(), minutes)) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    if (!storage.isOf(terms.unit(), terms.seller())) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    if (!StorageAmounts.fit(one, minutes * 60_000L)
        || terms.priceMicroPerKwh() < 0
        || terms.priceMicroPerKwh() > PRICE) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    return bySignature(by, terms, proposal.signature());
  }

  private @Nullable RejectionCode bySignature(String by, ServiceTerms terms, String signature) {
    String key = keys.key(by);
    if (key == null) {
      return RejectionCode.UNKNOWN_SIGNING_KEY;
    }
    boolean signed =
        PartySignature.isSignature(signature)
            && PartySignature.holds(key, terms.signedBytes(), signature);
    return signed ? null : RejectionCode.CONTRACT_NOT_SIGNED;
  }

  private @Nullable RejectionCode byAnswer(String by, int round, Hash answered, Talk talk) {
    if (talk.ended) {
      return RejectionCode.NEGOTIATION_ENDED;
    }
    if (state.clock >= talk.last.proposal().expiresMillis()) {
      return RejectionCode.PROPOSAL_EXPIRED;
    }
    if (by.equals(talk.last.by())) {
      return RejectionCode.NOT_YOUR_TURN;
    }
    boolean same = round == talk.last.round() && answered.equals(talk.terms().hash());
    return same ? null : RejectionCode.PROPOSAL_CHANGED;
  }

  private static @Nullable RejectionCode byOffer(ServiceProposal proposal, long now) {
    boolean open = proposal.expiresMillis() > now && proposal.expiresMillis() - now <= 30 * DAY;
    boolean fits = proposal.terms().text().length() <= LETTERS;
    return open && fits ? null : RejectionCode.VALUE_OUT_OF_RANGE;
  }

  private static boolean isOfSame(ServiceTerms one, ServiceTerms other) {
    return one.unit().equals(other.unit())
        && one.seller().equals(other.seller())
        && one.customer().equals(other.customer());
  }

  private static void refuse(String by, String id, @Nullable RejectionCode code, List<Event> out) {
    RejectionCode told = code == null ? RejectionCode.UNKNOWN_NEGOTIATION : code;
    out.add(new NegotiationRejected(by, id, StorageRefused.of(Expected.refusal(told))));
  }
}
