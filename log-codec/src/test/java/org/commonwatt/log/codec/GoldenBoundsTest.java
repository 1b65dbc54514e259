package org.commonwatt.log.codec;

import java.util.Map;

/** The bytes of version 7, forever: bills in parts, and what happens at the bounds of a market. */
class GoldenBoundsTest extends GoldenVersionKit {
  GoldenBoundsTest() {
    super(7, 6, Map.of(), BoundSamples.events());
  }
}
