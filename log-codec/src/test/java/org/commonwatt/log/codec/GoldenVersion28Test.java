package org.commonwatt.log.codec;

/** The bytes of version 28, forever: negotiations of storage services. */
class GoldenVersion28Test extends GoldenVersionKit {
  GoldenVersion28Test() {
    super(28, 27, NegotiationSamples.commands(), NegotiationSamples.events());
  }
}
