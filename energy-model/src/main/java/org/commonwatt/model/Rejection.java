package org.commonwatt.model;

/**
 * A refusal, as a value.
 *
 * @param code stable reason
 * @param message one sentence that says how to fix it
 */
public record Rejection(RejectionCode code, String message) {}
