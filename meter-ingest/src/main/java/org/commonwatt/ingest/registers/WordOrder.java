package org.commonwatt.ingest.registers;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of the registers of a value comes first; the bytes of a register are always high first. */
public enum WordOrder {
  /** The most significant register first: what most devices do. */
  @JsonProperty("high-first")
  HIGH_FIRST,
  /** The least significant register first. */
  @JsonProperty("low-first")
  LOW_FIRST
}
