package org.commonwatt.log.codec;

/** The bytes of version 23, forever: positions that are assumed when they do not come. */
class GoldenVersion23Test extends GoldenVersionKit {
  GoldenVersion23Test() {
    super(23, 22, AssumedSamples.commands(), AssumedSamples.events());
  }
}
