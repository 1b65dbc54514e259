package org.commonwatt.core;

import java.util.List;
import java.util.TreeMap;
import org.commonwatt.core.Promises.Agreement;
import org.commonwatt.core.storage.negotiation.Negotiation;
import org.commonwatt.core.storage.negotiation.NegotiationRefusal;
import org.commonwatt.core.storage.negotiation.NegotiationStep;
import org.commonwatt.core.storage.negotiation.Proposal;
import org.commonwatt.model.Command.AcceptService;
import org.commonwatt.model.Command.CounterService;
import org.commonwatt.model.Command.EndNegotiation;
import org.commonwatt.model.Command.ProposeService;
import org.commonwatt.model.Event.NegotiationEnded;
import org.commonwatt.model.Event.NegotiationRejected;
import org.commonwatt.model.Event.ServiceAgreed;
import org.commonwatt.model.Event.ServiceProposed;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageRefused;
import org.jspecify.annotations.Nullable;

/** Negotiates services of storage units, and commits the unit to what both have signed. */
final class NegotiationDesk {
  /** The most negotiations that are kept. */
  static final int MOST_NEGOTIATIONS = 10_000;

  private final StorageDesk storage;
  private final NegotiationChecks checks;
  private final TreeMap<String, Talk> talks = new TreeMap<>();

  NegotiationDesk(StorageDesk storage, NegotiationChecks checks) {
    this.storage = storage;
    this.checks = checks;
  }

  /**
   * A negotiation.
   *
   * @param rules how it stands by the rules of negotiations
   * @param last its last proposal
   */
  private record Talk(Negotiation rules, ServiceProposed last) {
    Talk with(Negotiation next) {
      return new Talk(next, last);
    }
  }

  void propose(ProposeService command, long timeMillis, EventSink sink) {
    ServiceTerms terms = command.proposal().terms();
    Rejection rejection = checks.proposal(command.by(), command.proposal());
    if (rejection == null && talks.containsKey(terms.negotiation())) {
      rejection =
          new Rejection(
              RejectionCode.NEGOTIATION_EXISTS,
              "there is a negotiation " + terms.negotiation() + ": choose another id");
    }
    if (rejection == null && isFull()) {
      rejection = RegistrationChecks.full("the market has as many negotiations as it can keep");
    }
    if (rejection != null) {
      refuse(command.by(), terms.negotiation(), rejection, sink);
      return;
    }
    String to = NegotiationChecks.other(command.by(), terms);
    NegotiationStep step =
        Negotiation.propose(command.by(), to, offer(command.proposal(), timeMillis));
    take(command.by(), command.proposal(), step, sink);
  }

  void counter(CounterService command, long timeMillis, EventSink sink) {
    ServiceTerms terms = command.proposal().terms();
    Talk talk = talks.get(terms.negotiation());
    Rejection rejection = checks.proposal(command.by(), command.proposal());
    if (rejection == null) {
      rejection = unlessParty(command.by(), terms.negotiation(), talk);
    }
    if (rejection == null && talk != null && !isOfSame(talk.last().proposal().terms(), terms)) {
      rejection =
          new Rejection(
              RejectionCode.VALUE_OUT_OF_RANGE,
              "a counter-proposal is between the same two, about the same unit");
    }
    if (rejection != null || talk == null) {
      refuse(command.by(), terms.negotiation(), rejection, sink);
      return;
    }
    NegotiationStep step =
        talk.rules()
            .counter(
                answer(command.by(), command.round(), command.answered(), talk, timeMillis),
                offer(command.proposal(), timeMillis));
    take(command.by(), command.proposal(), step, sink);
  }

  void accept(AcceptService command, long timeMillis, EventSink sink) {
    Talk talk = openTo(command.by(), talks.get(command.negotiation()));
    Rejection rejection = checks.form(command.by(), command.negotiation());
    if (rejection == null) {
      rejection = unlessParty(command.by(), command.negotiation(), talk);
    }
    if (rejection != null || talk == null) {
      refuse(command.by(), command.negotiation(), rejection, sink);
      return;
    }
    NegotiationStep step =
        talk.rules()
            .accept(answer(command.by(), command.round(), command.answered(), talk, timeMillis));
    if (step instanceof NegotiationRefusal refusal) {
      refuse(command.by(), command.negotiation(), of(refusal), sink);
      return;
    }
    ServiceTerms terms = talk.last().proposal().terms();
    rejection = checks.signature(command.by(), terms, command.signature());
    if (rejection == null) {
      rejection = checks.commitment(terms, timeMillis);
    }
    StorageCommitment commitment = terms.commitment().of(customer(command.by(), terms));
    StorageRefused refused =
        rejection == null ? storage.take(terms.unit(), commitment) : StorageRefused.of(rejection);
    if (refused != null) {
      sink.emit(new NegotiationRejected(command.by(), command.negotiation(), refused));
      return;
    }
    talks.put(command.negotiation(), talk.with((Negotiation) step));
    storage.agreed(
        new Agreement(
            terms.unit(),
            terms.seller(),
            commitment.owner(),
            List.of(terms.priceMicroPerKwh()),
            commitment));
    sink.emit(
        new ServiceAgreed(
            command.by(),
            command.round(),
            talk.last().proposal(),
            command.signature(),
            checks.keyOf(command.by()),
            timeMillis));
    sink.emit(new StorageCommitted(terms.unit(), commitment));
  }

  void end(EndNegotiation command, long timeMillis, EventSink sink) {
    Talk talk = talks.get(command.negotiation());
    Rejection rejection = checks.form(command.by(), command.negotiation());
    if (rejection == null) {
      rejection = unlessParty(command.by(), command.negotiation(), talk);
    }
    if (rejection != null || talk == null) {
      refuse(command.by(), command.negotiation(), rejection, sink);
      return;
    }
    boolean isOwn = talk.last().by().equals(command.by());
    NegotiationStep step =
        isOwn
            ? talk.rules().withdraw(command.by(), timeMillis)
            : talk.rules()
                .decline(
                    answer(command.by(), command.round(), command.answered(), talk, timeMillis));
    if (step instanceof NegotiationRefusal refusal) {
      refuse(command.by(), command.negotiation(), of(refusal), sink);
      return;
    }
    talks.put(command.negotiation(), talk.with((Negotiation) step));
    String to = NegotiationChecks.other(command.by(), talk.last().proposal().terms());
    sink.emit(new NegotiationEnded(command.by(), to, command.negotiation(), talk.last().round()));
  }

  /** Forgets what ended or expired at an instant or before. */
  void forget(long untilMillis) {
    talks
        .values()
        .removeIf(
            talk ->
                talk.last().proposal().expiresMillis() <= untilMillis
                    || (talk.rules().state() != Negotiation.State.OPEN
                        && talk.rules().timeMillis() <= untilMillis));
  }

  /** How a negotiation stands, null when it is not there. */
  @Nullable NegotiationView find(String negotiation) {
    Talk talk = talks.get(negotiation);
    return talk == null ? null : view(talk);
  }

  /** Standing offers that can be accepted at a time, by id. */
  List<NegotiationView> standing(long timeMillis) {
    return talks.values().stream()
        .filter(talk -> talk.last().proposal().terms().isStanding())
        .filter(talk -> talk.rules().isOpen(timeMillis))
        .map(NegotiationDesk::view)
        .toList();
  }

  /** The negotiations of a participant that are kept, by id. */
  List<NegotiationView> of(String participant) {
    return talks.values().stream()
        .filter(talk -> isParty(participant, talk))
        .map(NegotiationDesk::view)
        .toList();
  }

  void save(StateWriter out) {
    out.number(talks.size());
    for (Talk talk : talks.values()) {
      out.event(talk.last());
      out.text(talk.rules().first());
      out.text(talk.rules().second());
      out.text(talk.rules().state().name());
      out.number(talk.rules().timeMillis());
    }
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      ServiceProposed last = in.event(ServiceProposed.class);
      ServiceTerms terms = last.proposal().terms();
      Negotiation rules =
          new Negotiation(
              in.text(),
              in.text(),
              Negotiation.State.valueOf(in.text()),
              new Proposal(last.by(), last.round(), terms.text(), last.proposal().expiresMillis()),
              in.number());
      talks.put(terms.negotiation(), new Talk(rules, last));
    }
  }

  private void take(String by, ServiceProposal proposal, NegotiationStep step, EventSink sink) {
    String id = proposal.terms().negotiation();
    if (step instanceof NegotiationRefusal refusal) {
      refuse(by, id, of(refusal), sink);
      return;
    }
    Negotiation rules = (Negotiation) step;
    ServiceProposed proposed =
        new ServiceProposed(
            by, rules.last().round(), proposal, checks.keyOf(by), rules.timeMillis());
    talks.put(id, new Talk(rules, proposed));
    sink.emit(proposed);
  }

  /** A standing offer is to whoever accepts it; any other negotiation stays as it is. */
  private static @Nullable Talk openTo(String by, @Nullable Talk talk) {
    if (talk == null || !talk.last().proposal().terms().isStanding()) {
      return talk;
    }
    Negotiation rules = talk.rules();
    return by.equals(rules.first())
        ? talk
        : talk.with(
            new Negotiation(rules.first(), by, rules.state(), rules.last(), rules.timeMillis()));
  }

  private static String customer(String by, ServiceTerms terms) {
    return terms.isStanding() ? by : terms.customer();
  }

  private static Negotiation.Offer offer(ServiceProposal proposal, long timeMillis) {
    return new Negotiation.Offer(proposal.terms().text(), proposal.expiresMillis(), timeMillis);
  }

  /** An answer that names other terms than the present ones is to a text that nobody proposed. */
  private static Negotiation.Answer answer(
      String by, int round, Hash answered, Talk talk, long timeMillis) {
    ServiceTerms terms = talk.last().proposal().terms();
    String text = terms.hash().equals(answered) ? terms.text() : "";
    return new Negotiation.Answer(by, round, text, timeMillis);
  }

  private static boolean isParty(String participant, Talk talk) {
    return participant.equals(talk.rules().first()) || participant.equals(talk.rules().second());
  }

  private static boolean isOfSame(ServiceTerms one, ServiceTerms other) {
    return one.unit().equals(other.unit())
        && one.seller().equals(other.seller())
        && one.customer().equals(other.customer());
  }

  private static @Nullable Rejection unlessParty(String by, String id, @Nullable Talk talk) {
    return talk != null && isParty(by, talk)
        ? null
        : new Rejection(
            RejectionCode.UNKNOWN_NEGOTIATION,
            by + " is a party of no negotiation " + id + ": propose something first");
  }

  private static Rejection of(NegotiationRefusal refusal) {
    RejectionCode code =
        switch (refusal.code()) {
          case NOT_A_PARTY -> RejectionCode.UNKNOWN_NEGOTIATION;
          case BAD_EXPIRY, BAD_TERMS -> RejectionCode.VALUE_OUT_OF_RANGE;
          default -> RejectionCode.valueOf(refusal.code().name());
        };
    return new Rejection(code, refusal.message() + ": " + refusal.hint());
  }

  private static NegotiationView view(Talk talk) {
    return new NegotiationView(talk.last(), talk.rules().state());
  }

  private boolean isFull() {
    return talks.size() >= MOST_NEGOTIATIONS;
  }

  private static void refuse(String by, String id, @Nullable Rejection rejection, EventSink sink) {
    if (rejection == null) {
      throw new IllegalStateException("what is refused has a reason");
    }
    sink.emit(new NegotiationRejected(by, id, StorageRefused.of(rejection)));
  }
}
