package org.commonwatt.log.codec;

/** The bytes of version 29, forever: dispatch calls of storage units. */
class GoldenVersion29Test extends GoldenVersionKit {
  GoldenVersion29Test() {
    super(29, 28, CallSamples.commands(), CallSamples.events());
  }
}
