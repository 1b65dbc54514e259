package org.commonwatt.ingest;

import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;

/**
 * The last accepted reading of a meter: what the next one is chained to and compared with.
 *
 * @param sequence its number
 * @param timeMillis its instant, UTC
 * @param importWh its import register
 * @param exportWh its export register
 * @param hash of its stored bytes
 */
record LastReading(long sequence, long timeMillis, long importWh, long exportWh, Hash hash) {

  static LastReading of(MeterReading reading, byte[] stored) {
    return new LastReading(
        reading.sequence(),
        reading.timeMillis(),
        reading.importWh(),
        reading.exportWh(),
        Hash.of(stored));
  }
}
