package org.commonwatt.ingest.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The two tables of 16-bit registers that a Modbus device has, with addresses of their own. */
public enum RegisterTable {
  /** Holding registers, function 3. */
  @JsonProperty("holding")
  HOLDING,
  /** Input registers, function 4. */
  @JsonProperty("input")
  INPUT
}
