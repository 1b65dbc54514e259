package org.commonwatt.flink.registers;

import java.time.Instant;
import org.commonwatt.flink.vee.VeeRules;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/** The refusals of readings, with the sentences that say how to fix them. */
final class ReadingRejections {
  private ReadingRejections() {}

  static RejectedReading duplicate(RegisterReading reading) {
    return of(
        reading,
        RejectionCode.READING_DUPLICATE,
        "the reading of "
            + at(reading)
            + " was counted already; a repeat after a restart of the ingest needs no action");
  }

  static RejectedReading conflict(RegisterReading reading, RegisterReading kept) {
    return of(
        reading,
        RejectionCode.READING_CONFLICT,
        "another reading of "
            + at(reading)
            + " (sequence "
            + kept.sequence()
            + ") has other values and counts; check that one device only uses this meter id");
  }

  static RejectedReading late(RegisterReading reading, RegisterReading lastUsed) {
    return of(
        reading,
        RejectionCode.READING_LATE,
        "the reading of "
            + at(reading)
            + " arrived after the registers up to "
            + at(lastUsed)
            + " were computed; raise the allowed lateness if this happens often");
  }

  static RejectedReading below(RegisterReading reading, RegisterReading before) {
    return of(
        reading,
        RejectionCode.REGISTER_DECREASED,
        registers(reading)
            + " lies below "
            + registers(before)
            + "; check whether the meter was replaced or reset, and report a replacement");
  }

  static RejectedReading spike(RegisterReading reading, RegisterReading after) {
    return of(
        reading,
        RejectionCode.REGISTER_DECREASED,
        registers(reading)
            + " lies above the later "
            + registers(after)
            + "; check the meter's connection and register map");
  }

  static RejectedReading tooFast(RegisterReading reading, RegisterReading before, VeeRules vee) {
    return of(
        reading,
        RejectionCode.VALUE_OUT_OF_RANGE,
        registers(reading)
            + " after "
            + registers(before)
            + " is more than "
            + SlotRules.MAX_METER_WH_PER_SLOT
            + " Wh in a slot"
            + rated(vee)
            + "; check the meter's register map and scale");
  }

  private static String rated(VeeRules vee) {
    long in = vee.register().ratedLoadW();
    long out = vee.register().ratedFeedInW();
    return in == 0 && out == 0 ? "" : ", or than the rated " + in + " W in and " + out + " W out";
  }

  private static RejectedReading of(RegisterReading reading, RejectionCode code, String message) {
    return new RejectedReading(
        reading.meter(), reading.timeMillis(), new Rejection(code, message), reading.rawHex());
  }

  private static String at(RegisterReading reading) {
    return Instant.ofEpochMilli(reading.timeMillis()).toString();
  }

  private static String registers(RegisterReading reading) {
    return "import "
        + reading.importWh()
        + " Wh, export "
        + reading.exportWh()
        + " Wh at "
        + at(reading);
  }
}
