package org.commonwatt.engine.runtime;

/** Hears of every frame whose events have committed. Called on the engine's thread: be quick. */
@FunctionalInterface
public interface EngineListener {
  /** The events of a frame have committed. After a restart or a fault frames are told again. */
  void committed(CommittedFrame frame);
}
