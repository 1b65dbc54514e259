package org.commonwatt.log.codec;

/** The bytes of version 17, forever: bilateral contracts. */
class GoldenVersion17Test extends GoldenVersionKit {
  GoldenVersion17Test() {
    super(17, 16, BilateralSamples.commands(), BilateralSamples.events());
  }
}
