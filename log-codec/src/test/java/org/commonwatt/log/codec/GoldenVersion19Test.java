package org.commonwatt.log.codec;

/** The bytes of version 19, forever: sources of the legs of baskets and blocks. */
class GoldenVersion19Test extends GoldenVersionKit {
  GoldenVersion19Test() {
    super(19, 18, LegSourceSamples.commands(), LegSourceSamples.events());
  }
}
