package org.commonwatt.ingest.spool;

/** When appended records are forced to the disk. */
public enum FsyncPolicy {
  /** Never: survives the death of the process, not of the machine. */
  NEVER,
  /** After each append: survives a power cut as far as the disk keeps its word. */
  EACH_APPEND
}
