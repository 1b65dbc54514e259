package org.commonwatt.engine.runtime;

import java.util.List;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.EventEnvelope;

/** Hears of every frame whose events have committed. Called on the engine's thread: be quick. */
@FunctionalInterface
public interface EngineListener {
  /**
   * The events of a frame have committed. After a takeover the frames of the whole log are told
   * again.
   *
   * @param frame the commands
   * @param events per command, its events
   */
  void committed(CommandFrame frame, List<List<EventEnvelope>> events);
}
