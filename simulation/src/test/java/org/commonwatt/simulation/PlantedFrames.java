package org.commonwatt.simulation;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.simulation.Simulation.Appending;

/** Producers that send other frames than they were given. */
final class PlantedFrames {
  private PlantedFrames() {}

  /** Of several commands the last is left behind. */
  static Appending losesTheLast(Appending appender) {
    return frame -> {
      List<CommandFrame.Entry> entries = frame.entries();
      return appender.apply(
          entries.size() == 1 ? frame : with(frame, entries.subList(0, entries.size() - 1)));
    };
  }

  /** A command that asks for nothing stands before those that were sent. */
  static Appending putsAnotherInFront(Appending appender) {
    return frame -> {
      List<CommandFrame.Entry> entries = new ArrayList<>();
      entries.add(new CommandFrame.Entry(CommandOrigin.NONE, new Command.Tick(0)));
      entries.addAll(frame.entries());
      return appender.apply(with(frame, entries));
    };
  }

  private static CommandFrame with(CommandFrame frame, List<CommandFrame.Entry> entries) {
    return new CommandFrame(frame.appender(), frame.frameNumber(), entries);
  }
}
