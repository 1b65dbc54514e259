package org.commonwatt.core.coupled;

/** What comes of clearing slots together: a result, or the reason why there is none. */
public sealed interface MultiSlotOutcome permits MultiSlotResult, CaseFault {}
