package org.commonwatt.ingest.spool;

/** What came of appending to a spool. */
public sealed interface SpoolAppend {

  /**
   * All records are in the spool.
   *
   * @param endPosition position after the last of them
   */
  record Appended(long endPosition) implements SpoolAppend {}

  /**
   * None of the records is in the spool: it is full until some are acknowledged.
   *
   * @param usedBytes bytes on disk
   * @param capacityBytes bytes allowed
   */
  record Full(long usedBytes, long capacityBytes) implements SpoolAppend {}
}
