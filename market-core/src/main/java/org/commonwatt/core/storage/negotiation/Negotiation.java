package org.commonwatt.core.storage.negotiation;

import org.commonwatt.core.storage.negotiation.NegotiationRefusal.Code;
import org.jspecify.annotations.Nullable;

/**
 * A negotiation of two parties, as it is after a step. Whoever was proposed to may accept, decline
 * or propose something else; whoever proposed may withdraw. An answer names round and terms, so
 * that nobody accepts what has changed meanwhile. A step has the time at which it counts; time
 * never goes back.
 *
 * @param first who began
 * @param second whom the first proposal was to
 * @param state how it stands; that an open proposal has expired shows only when somebody asks
 * @param last the last proposal
 * @param timeMillis when the last step was taken
 */
public record Negotiation(String first, String second, State state, Proposal last, long timeMillis)
    implements NegotiationStep {
  /** The most rounds. */
  public static final int MAX_ROUNDS = 100;

  /** The most characters of terms. */
  public static final int MAX_TERMS = 10_000;

  /** The longest time that a proposal may be open: 30 days. */
  public static final long MAX_OPEN_MILLIS = 30L * 24 * 3_600_000;

  /** How a negotiation stands. */
  public enum State {
    /** The last proposal waits for an answer. */
    OPEN,
    /** Both parties have agreed to the last terms. */
    ACCEPTED,
    /** Who was proposed to has said no. */
    DECLINED,
    /** Who proposed has taken it back. */
    WITHDRAWN
  }

  /**
   * What is said of the present proposal.
   *
   * @param by who says it
   * @param round of the proposal that is answered
   * @param terms that are answered, word for word
   * @param timeMillis when it counts
   */
  public record Answer(String by, int round, String terms, long timeMillis) {}

  /**
   * Begins with a proposal.
   *
   * @param by who proposes
   * @param to whom, somebody else
   * @param offer what, and until when
   */
  public static NegotiationStep propose(String by, String to, Offer offer) {
    if (by.equals(to)) {
      return refusal(Code.NOT_A_PARTY, by + " cannot negotiate with itself", "name another party");
    }
    NegotiationRefusal wrong = wrong(offer);
    return wrong != null
        ? wrong
        : new Negotiation(by, to, State.OPEN, offer.proposal(by, 1), offer.timeMillis());
  }

  /**
   * Terms that are proposed.
   *
   * @param terms the exact text that both would sign, 1 to {@link #MAX_TERMS} characters
   * @param expiresMillis from when on it cannot be answered, at most {@link #MAX_OPEN_MILLIS} away
   * @param timeMillis when it is proposed
   */
  public record Offer(String terms, long expiresMillis, long timeMillis) {
    Proposal proposal(String by, int round) {
      return new Proposal(by, round, terms, expiresMillis);
    }
  }

  /** Accepts the present proposal, word for word. */
  public NegotiationStep accept(Answer answer) {
    return end(answer, State.ACCEPTED);
  }

  /** Declines the present proposal. */
  public NegotiationStep decline(Answer answer) {
    return end(answer, State.DECLINED);
  }

  /** Takes back one's own proposal, expired or not. */
  public NegotiationStep withdraw(String by, long timeMillis) {
    NegotiationRefusal refusal = notOpen(by);
    if (refusal == null && !by.equals(last.by())) {
      refusal = refusal(Code.NOT_YOUR_TURN, "the proposal is not yours", "decline it instead");
    }
    return refusal != null ? refusal : with(State.WITHDRAWN, last, timeMillis);
  }

  /**
   * Proposes something else instead.
   *
   * @param answer to what
   * @param offer what instead, at the same time
   */
  public NegotiationStep counter(Answer answer, Offer offer) {
    NegotiationRefusal refusal = unanswerable(answer);
    if (refusal == null && last.round() == MAX_ROUNDS) {
      refusal =
          refusal(
              Code.TOO_MANY_ROUNDS,
              "there have been " + MAX_ROUNDS,
              "accept, decline or begin anew");
    }
    Offer now = new Offer(offer.terms(), offer.expiresMillis(), later(answer.timeMillis()));
    if (refusal == null) {
      refusal = wrong(now);
    }
    return refusal != null
        ? refusal
        : with(State.OPEN, now.proposal(answer.by(), last.round() + 1), now.timeMillis());
  }

  /** Whether the last proposal waits for an answer at a time. */
  public boolean isOpen(long timeMillis) {
    return state == State.OPEN && later(timeMillis) < last.expiresMillis();
  }

  private NegotiationStep end(Answer answer, State then) {
    NegotiationRefusal refusal = unanswerable(answer);
    return refusal != null ? refusal : with(then, last, answer.timeMillis());
  }

  private Negotiation with(State then, Proposal proposal, long at) {
    return new Negotiation(first, second, then, proposal, later(at));
  }

  private long later(long at) {
    return Math.max(timeMillis, at);
  }

  private @Nullable NegotiationRefusal notOpen(String by) {
    if (!by.equals(first) && !by.equals(second)) {
      return refusal(
          Code.NOT_A_PARTY,
          by + " is no party",
          "only " + first + " and " + second + " may answer");
    }
    if (state != State.OPEN) {
      return refusal(
          Code.NEGOTIATION_ENDED, "the negotiation is " + state, "begin another negotiation");
    }
    return null;
  }

  private @Nullable NegotiationRefusal unanswerable(Answer answer) {
    NegotiationRefusal refusal = notOpen(answer.by());
    if (refusal != null) {
      return refusal;
    }
    if (!isOpen(answer.timeMillis())) {
      return refusal(
          Code.PROPOSAL_EXPIRED, "the proposal has expired", "begin another negotiation");
    }
    if (answer.by().equals(last.by())) {
      return refusal(
          Code.NOT_YOUR_TURN, "the proposal is your own", "wait for an answer, or withdraw it");
    }
    if (answer.round() != last.round() || !answer.terms().equals(last.terms())) {
      return refusal(
          Code.PROPOSAL_CHANGED,
          "the present proposal is round " + last.round() + ", with its terms word for word",
          "read it again and answer that");
    }
    return null;
  }

  private static @Nullable NegotiationRefusal wrong(Offer offer) {
    long open = offer.expiresMillis() - offer.timeMillis();
    boolean isPast = offer.expiresMillis() <= offer.timeMillis();
    if (isPast || open <= 0 || open > MAX_OPEN_MILLIS) { // open may have wrapped
      return refusal(
          Code.BAD_EXPIRY, "a proposal is open for 1 ms to 30 days", "name another time of expiry");
    }
    if (offer.terms().isEmpty() || offer.terms().length() > MAX_TERMS) {
      return refusal(
          Code.BAD_TERMS, "terms have 1 to " + MAX_TERMS + " characters", "write other terms");
    }
    return null;
  }

  private static NegotiationRefusal refusal(Code code, String message, String hint) {
    return new NegotiationRefusal(code, message, hint);
  }
}
