package org.commonwatt.core.storage.negotiation;

/**
 * Why a step is not taken.
 *
 * @param code the first of the reasons that hold, in the order of the codes
 * @param message what is wrong
 * @param hint how to put it right
 */
public record NegotiationRefusal(Code code, String message, String hint)
    implements NegotiationStep {
  /** Kinds of reasons, in order of precedence. */
  public enum Code {
    /** Who asks is none of the two parties. */
    NOT_A_PARTY,
    /** It was accepted, declined or withdrawn. */
    NEGOTIATION_ENDED,
    /** The proposal can no longer be answered. */
    PROPOSAL_EXPIRED,
    /** It is the other party's turn. */
    NOT_YOUR_TURN,
    /** The answer is to another round, or to other terms, than the present ones. */
    PROPOSAL_CHANGED,
    /** There have been too many rounds. */
    TOO_MANY_ROUNDS,
    /** The new proposal would expire at once, or too late. */
    BAD_EXPIRY,
    /** The terms are empty or too long. */
    BAD_TERMS
  }
}
