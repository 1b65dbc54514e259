package org.commonwatt.ingest;

import java.util.List;

/** Takes records in order and returns when the log has stored them durably. */
@FunctionalInterface
public interface ReadingSink {

  /**
   * Stores records.
   *
   * @param records in order; stored in this order within each partition
   * @throws SinkUnavailableException when it is not certain that all of them are stored; the same
   *     records, or more, will be given again
   */
  void publish(List<OutgoingRecord> records) throws SinkUnavailableException;
}
