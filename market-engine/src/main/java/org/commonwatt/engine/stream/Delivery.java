package org.commonwatt.engine.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.commonwatt.engine.runtime.EngineHealth;
import org.jspecify.annotations.Nullable;

/** Takes what the feed tells to those who follow it; in order, and without waiting for anybody. */
public interface Delivery {

  /**
   * A message and who gets it.
   *
   * @param message the message
   * @param to who gets it; null for everybody who is connected
   * @param isAnswer whether it answers what its one recipient has asked of the feed: each question
   *     of somebody who is still there gets one
   */
  record Parcel(Message message, @Nullable List<Subscriber> to, boolean isAnswer) {}

  /**
   * Takes parcels, in order.
   *
   * @param done called once when they have been handed on; the feed waits while many have not
   */
  void deliver(List<Parcel> parcels, Runnable done);

  /** Tells everybody that the feed has ended for now, and why; in order with the parcels. */
  void end(Loss loss);

  /** The feed's pulse, sent about each second. */
  ObjectNode heartbeat(long sequence);

  /**
   * Why the feed ended for those who followed it.
   *
   * @param health what the engine is doing; null when the feed alone could not keep up
   */
  record Loss(@Nullable EngineHealth health) {}
}
