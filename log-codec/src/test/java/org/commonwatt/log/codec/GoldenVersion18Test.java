package org.commonwatt.log.codec;

/** The bytes of version 18, forever: pay-outs of gains. */
class GoldenVersion18Test extends GoldenVersionKit {
  GoldenVersion18Test() {
    super(18, 17, PayOutSamples.commands(), PayOutSamples.events());
  }
}
