package org.commonwatt.log.codec;

/** The bytes of version 24, forever: auctions that are paid as bid. */
class GoldenVersion24Test extends GoldenVersionKit {
  GoldenVersion24Test() {
    super(24, 23, PayAsBidSamples.commands(), PayAsBidSamples.events());
  }
}
