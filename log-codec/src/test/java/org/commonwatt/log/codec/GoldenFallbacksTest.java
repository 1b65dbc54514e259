package org.commonwatt.log.codec;

/** The bytes of version 6, forever: fallbacks, and what operators take back. */
class GoldenFallbacksTest extends GoldenVersionKit {
  GoldenFallbacksTest() {
    super(6, 4, FallbackSamples.commands(), FallbackSamples.events());
  }
}
