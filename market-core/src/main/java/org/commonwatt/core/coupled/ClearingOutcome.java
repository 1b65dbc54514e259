package org.commonwatt.core.coupled;

/** What comes of clearing a case: a result, or the reason why there is none. */
public sealed interface ClearingOutcome permits ClearingResult, CaseFault {}
