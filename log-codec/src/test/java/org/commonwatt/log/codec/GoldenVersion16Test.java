package org.commonwatt.log.codec;

/** The bytes of version 16, forever: declared sources, and preferences. */
class GoldenVersion16Test extends GoldenVersionKit {
  GoldenVersion16Test() {
    super(16, 15, PreferenceSamples.commands(), PreferenceSamples.events());
  }
}
