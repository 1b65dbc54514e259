package org.commonwatt.ingest;

import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.RejectedReading;

/** Is told of every reading, after it is in the spool, by one thread at a time. */
public interface IngestListener {
  /** Hears nothing. */
  IngestListener NONE =
      new IngestListener() {
        @Override
        public void accepted(MeterReading reading) {}

        @Override
        public void refused(RejectedReading reading) {}

        @Override
        public void failed(String meter, DeviceFailure failure) {}
      };

  /** A reading is on its way to the log. */
  void accepted(MeterReading reading);

  /** A reading cannot be true. */
  void refused(RejectedReading reading);

  /** A meter gave no reading when it was asked. */
  void failed(String meter, DeviceFailure failure);
}
