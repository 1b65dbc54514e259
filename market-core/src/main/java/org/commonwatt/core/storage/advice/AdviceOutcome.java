package org.commonwatt.core.storage.advice;

/** What comes of a case: advice, or the reason why there is none. */
public sealed interface AdviceOutcome permits Advice, AdviceFault {}
