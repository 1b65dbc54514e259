package org.commonwatt.ingest.sunspec;

/**
 * A device whose SunSpec map was walked.
 *
 * @param manufacturer from model 1
 * @param model the manufacturer's name of the device, from model 1
 * @param serial serial number, from model 1
 * @param totalsModel id of the model with its totals: 201 to 204, 701, 101 to 103
 * @param totalsAddress address of that model's first register (its id)
 */
public record SunSpecDevice(
    String manufacturer, String model, String serial, int totalsModel, int totalsAddress) {
  /** Checks the model. */
  public SunSpecDevice {
    if (TotalsModel.of(totalsModel).isEmpty()) {
      throw new IllegalArgumentException("model " + totalsModel + " has no totals that we read");
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "%s %s, serial number %s, SunSpec model %d"
        .formatted(manufacturer, model, serial, totalsModel);
  }
}
