package org.commonwatt.log.codec;

/** The bytes of version 24, forever: blocks at the gates of a market. */
class GoldenVersion24Test extends GoldenVersionKit {
  GoldenVersion24Test() {
    super(24, 23, WindowSamples.commands(), WindowSamples.events());
  }
}
