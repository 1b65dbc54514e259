package org.commonwatt.log.codec;

/** The bytes of version 27, forever: auctions that are paid as bid. */
class GoldenVersion27Test extends GoldenVersionKit {
  GoldenVersion27Test() {
    super(27, 26, IncomeSamples.commands(), IncomeSamples.events());
  }
}
