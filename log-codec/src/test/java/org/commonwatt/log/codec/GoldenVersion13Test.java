package org.commonwatt.log.codec;

/** The bytes of version 13, forever: baskets, and blocks of one user. */
class GoldenVersion13Test extends GoldenVersionKit {
  GoldenVersion13Test() {
    super(13, 12, BasketSamples.commands(), BasketSamples.events());
  }
}
