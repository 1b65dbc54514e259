package org.commonwatt.ingest.modbus;

/**
 * A failed read, as a value.
 *
 * @param code stable reason
 * @param message one sentence with what was asked for and what to check; never what a register
 *     said, which is personal, since it is logged
 */
public record DeviceFailure(FailureCode code, String message) {}
