package org.commonwatt.log.codec;

/** The bytes of version 8, forever: dead man's switches, and mass cancels of an area or a side. */
class GoldenSwitchesTest extends GoldenVersionKit {
  GoldenSwitchesTest() {
    super(8, 7, SwitchSamples.commands(), SwitchSamples.events());
  }
}
