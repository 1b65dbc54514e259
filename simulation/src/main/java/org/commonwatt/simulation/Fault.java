package org.commonwatt.simulation;

/** What goes wrong in a simulation. */
public enum Fault {
  /** A process dies at once, with everything it had in memory. */
  PROCESS_KILLED,
  /** A process stands still for a while and then goes on, as in a long pause of its JVM. */
  PROCESS_FROZEN,
  /** A second engine is started although the first still runs. */
  SECOND_ENGINE,
  /** A process cannot reach the log and the ledger for a while. */
  PARTITION,
  /** The log takes nothing for a while. */
  LOG_DISK_FULL,
  /** A transaction's records are sent, its commit is not. */
  COMMIT_NOT_SENT,
  /** A transaction commits and its writer never hears of it. */
  COMMIT_ANSWER_LOST,
  /** Only the first records of a transaction reach the log. */
  TRANSACTION_TORN,
  /** A writer stands still between a transaction's records and its commit. */
  STALLED_IN_TRANSACTION,
  /** A takeover fences, and its engine never hears of it. */
  TAKEOVER_ANSWER_LOST,
  /** The group has given the lease to another engine, and the one before does not hear of it. */
  LEASE_ANSWER_LATE,
  /** A frame of commands is on the log and its sender never hears of it. */
  APPEND_ANSWER_LOST,
  /** An engine's own disk takes no snapshot. */
  SNAPSHOT_DISK_FULL,
  /** Only the first bytes of a snapshot are on the disk, although all were written. */
  SNAPSHOT_TORN,
  /** A client's request or its answer is lost. */
  MESSAGE_DROPPED,
  /** A client's request arrives twice. */
  MESSAGE_DOUBLED,
  /** A client's request arrives after later ones. */
  MESSAGE_LATE,
  /** The stream jobs publish a position a second time. */
  POSITION_DOUBLED,
  /** The market's clock stands still, and then jumps to where it should be. */
  CLOCK_STOOD_STILL,
  /** The ledger does not answer once. */
  LEDGER_UNREACHABLE,
  /** Nobody reaches the ledger for a long time. */
  LEDGER_AWAY,
  /** The ledger commits a batch and the submitter never hears of it. */
  LEDGER_ANSWER_LOST,
  /** The ledger finds a transaction invalid. */
  LEDGER_INVALID
}
