package org.commonwatt.log.codec;

import java.util.Map;

/** The bytes of version 11, forever: data of the market that need a login. */
class GoldenLoginForTest extends GoldenVersionKit {
  GoldenLoginForTest() {
    super(11, 10, LoginForSamples.commands(), Map.of());
  }
}
