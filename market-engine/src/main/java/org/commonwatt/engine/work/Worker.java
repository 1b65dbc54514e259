package org.commonwatt.engine.work;

/** Takes the steps of one part. Thread-safe. */
public interface Worker extends AutoCloseable {

  /** Ends the pause under way, or the next one if none is. */
  void wake();

  /** Lets the step under way finish, takes no other, and ends the work. */
  @Override
  void close();
}
