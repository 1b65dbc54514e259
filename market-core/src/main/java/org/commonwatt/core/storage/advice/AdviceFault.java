package org.commonwatt.core.storage.advice;

/**
 * Why there is no advice.
 *
 * @param code what is wrong, for programs
 * @param message what is wrong with which part
 * @param hint how to put it right
 */
public record AdviceFault(Code code, String message, String hint) implements AdviceOutcome {
  /** Kinds of faults, in order of precedence. */
  public enum Code {
    /** An energy, a price or a number of slots is outside its range. */
    OUT_OF_RANGE,
    /** Even if it charges all the time, the battery does not come to its end's least. */
    END_OUT_OF_REACH
  }
}
