package org.commonwatt.model;

import java.util.List;

/**
 * One record of the {@code commands} log.
 *
 * @param appender identity of the process that appended it, so that it can recognise its answers
 * @param frameNumber the appender's own count of frames
 * @param entries 1 to {@value #MAX_ENTRIES} commands, in order
 */
public record CommandFrame(String appender, long frameNumber, List<Entry> entries) {
  /** The most commands in one frame. */
  public static final int MAX_ENTRIES = 1000;

  /**
   * A command and its origin.
   *
   * @param origin for dropping repeats
   * @param command what to do
   */
  public record Entry(CommandOrigin origin, Command command) {}

  /** Checks the number of commands. */
  public CommandFrame {
    entries = List.copyOf(entries);
    if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException("a frame has 1 to " + MAX_ENTRIES + " commands");
    }
  }
}
