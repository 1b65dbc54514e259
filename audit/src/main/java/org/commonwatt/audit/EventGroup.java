package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.EventEnvelope;

/**
 * The events that stand next to each other on the log and name the same command.
 *
 * @param commandOffset offset of the frame on {@code commands}
 * @param commandIndex index of the command in the frame
 * @param events at least one
 */
record EventGroup(long commandOffset, int commandIndex, List<EventEnvelope> events) {

  Place place() {
    return Place.command(commandOffset, commandIndex);
  }

  /** Place of one of the events. */
  Place place(int position) {
    return place().withSequence(events.get(position).sequence());
  }

  boolean isOf(long offset, int index) {
    return commandOffset == offset && commandIndex == index;
  }

  boolean isBefore(long offset, int index) {
    return commandOffset < offset || (commandOffset == offset && commandIndex < index);
  }
}
