package org.commonwatt.log.codec;

import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.ErasedPosition;
import org.commonwatt.model.MeteredPosition;

/** What stands on the topic {@code positions}. */
public sealed interface PositionRecord {

  /**
   * A position that can be read.
   *
   * @param position what was metered
   */
  record Position(MeteredPosition position) implements PositionRecord {
    /** Checks that it was metered. */
    public Position {
      position.requireMetered();
    }
  }

  /**
   * A position whose key was erased.
   *
   * @param position what is left of it
   */
  record Erased(ErasedPosition position) implements PositionRecord {}

  /**
   * What was metered at the boundary of an area.
   *
   * @param flow over the boundary
   */
  record Boundary(BoundaryFlow flow) implements PositionRecord {}
}
