package org.commonwatt.engine.runtime;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who hear of the engine.
 *
 * @param frames hear of every committed frame
 * @param stop hear, once, that the engine has stopped for good
 */
record Audience(List<EngineListener> frames, List<Consumer<EngineHealth>> stop) {
  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

  void tell(AppliedFrame applied) {
    CommittedFrame committed = applied.committed();
    for (EngineListener listener : frames) {
      try {
        listener.committed(committed);
      } catch (RuntimeException e) {
        LOG.error("a listener failed on the frame at commands offset {}", applied.offset(), e);
      }
    }
  }

  void tellStop(EngineHealth health) {
    stop.forEach(listener -> listener.accept(health));
  }
}
