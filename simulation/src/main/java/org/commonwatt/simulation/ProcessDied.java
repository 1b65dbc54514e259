package org.commonwatt.simulation;

/**
 * Unwinds the stack of a process that was killed in the middle of a step. No product code may catch
 * it.
 */
final class ProcessDied extends Error {
  private static final long serialVersionUID = 1L;

  ProcessDied() {
    super("the process was killed", null, false, false);
  }
}
