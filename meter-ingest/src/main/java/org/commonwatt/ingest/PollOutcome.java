package org.commonwatt.ingest;

import java.util.List;
import java.util.Map;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.RejectedReading;

/** What came of polling all meters at an instant. */
public sealed interface PollOutcome {

  /**
   * The readings and the tick of the instant are in the spool, on their way to the log.
   *
   * @param timeMillis the instant
   * @param accepted readings, in the order of the meters
   * @param rejected readings that cannot be true; they are published too, apart
   * @param failures of meters that gave no reading, by meter id, in the order of the meters
   */
  record Spooled(
      long timeMillis,
      List<MeterReading> accepted,
      List<RejectedReading> rejected,
      Map<String, DeviceFailure> failures)
      implements PollOutcome {}

  /**
   * Nothing was taken: the spool is full because the log has been away for long. Registers are
   * cumulative, so the energy shows up in the next reading that is taken.
   *
   * @param usedBytes bytes in the spool
   * @param capacityBytes bytes that it may have
   */
  record SpoolFull(long usedBytes, long capacityBytes) implements PollOutcome {}
}
