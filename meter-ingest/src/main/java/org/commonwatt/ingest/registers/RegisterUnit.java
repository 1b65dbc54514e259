package org.commonwatt.ingest.registers;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Units that meters count in. */
public enum RegisterUnit {
  /** Watt-hours. */
  @JsonProperty("Wh")
  WATT_HOUR(true, 0),
  /** Kilowatt-hours. */
  @JsonProperty("kWh")
  KILOWATT_HOUR(true, 3),
  /** Megawatt-hours. */
  @JsonProperty("MWh")
  MEGAWATT_HOUR(true, 6),
  /** Watts. */
  @JsonProperty("W")
  WATT(false, 0),
  /** Kilowatts. */
  @JsonProperty("kW")
  KILOWATT(false, 3);

  private final boolean energy;
  private final int exponent;

  RegisterUnit(boolean energy, int exponent) {
    this.energy = energy;
    this.exponent = exponent;
  }

  /** Whether it is a unit of energy; of power otherwise. */
  public boolean isEnergy() {
    return energy;
  }

  /** The power of ten that makes it Wh or W. */
  int exponent() {
    return exponent;
  }
}
