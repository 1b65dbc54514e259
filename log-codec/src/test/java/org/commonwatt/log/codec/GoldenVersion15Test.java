package org.commonwatt.log.codec;

/** The bytes of version 15, forever: imbalance prices that their source signs. */
class GoldenVersion15Test extends GoldenVersionKit {
  GoldenVersion15Test() {
    super(15, 14, SignedPriceSamples.commands(), SignedPriceSamples.events());
  }
}
