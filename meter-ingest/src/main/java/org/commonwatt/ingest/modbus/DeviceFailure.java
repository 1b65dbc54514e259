package org.commonwatt.ingest.modbus;

/**
 * A failed read, as a value.
 *
 * @param code stable reason
 * @param message one sentence with what was read and what to check
 */
public record DeviceFailure(FailureCode code, String message) {}
