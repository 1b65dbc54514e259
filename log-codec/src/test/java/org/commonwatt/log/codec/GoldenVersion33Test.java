package org.commonwatt.log.codec;

import java.util.Map;

/** The bytes of version 33, forever: calls that go on after a loss. */
class GoldenVersion33Test extends GoldenVersionKit {
  GoldenVersion33Test() {
    super(33, 32, Map.of(), CallSamples.eventsOfLosses());
  }
}
