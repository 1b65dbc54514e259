package org.commonwatt.log.codec;

/** The bytes of version 31, forever: what storage units delivered. */
class GoldenVersion31Test extends GoldenVersionKit {
  GoldenVersion31Test() {
    super(31, 30, DeliverySamples.commands(), DeliverySamples.events());
  }
}
