package org.commonwatt.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What clean energy is made of. A guarantee of origin names one. */
public enum EnergySource {
  /** Sunlight. */
  SOLAR,
  /** Wind. */
  WIND,
  /** Running or falling water. */
  HYDRO,
  /** Tides and waves. */
  MARINE,
  /** Heat of the earth. */
  GEOTHERMAL,
  /** Wood, plants, biogas. */
  BIOMASS;

  /** Its name in files, on the ledger and in the API: lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The source of a name, empty when there is none. */
  public static Optional<EnergySource> of(String id) {
    return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
  }

  /** All names, for a message that says what may be written. */
  public static String ids() {
    return Arrays.stream(values()).map(EnergySource::id).collect(Collectors.joining(", "));
  }
}
