package org.commonwatt.ingest.modbus;

/** Why a device gave no usable value. Names are stable; they appear in logs and counters. */
public enum FailureCode {
  /** No answer within the time limit; the connection may still look alive. */
  TIMEOUT,
  /** The device answered with a Modbus exception, other than the two below. */
  EXCEPTION,
  /** Modbus exception 2: the device has no such registers. */
  ILLEGAL_ADDRESS,
  /** Modbus exceptions 10 and 11: the gateway does not reach the unit. */
  UNIT_UNREACHABLE,
  /** There is no connection to the endpoint, or it is waiting before the next attempt. */
  DISCONNECTED,
  /** The answer could not be understood, or has another length than asked for. */
  GARBLED,
  /** No SunSpec marker at any of the known base addresses. */
  NO_SUNSPEC,
  /** The device has a SunSpec map without the model. */
  MODEL_MISSING,
  /** The device marks a point that we need as not implemented. */
  NOT_IMPLEMENTED,
  /** The device does not accumulate energy (yet): both totals are 0. */
  NOT_ACCUMULATED,
  /** A value or scale factor is outside the range of its type. */
  OUT_OF_RANGE,
  /** The answer came so long after the instant of the poll that it does not stand for it. */
  LATE,
  /** No message of a value came over MQTT for longer than it may be old. */
  STALE
}
