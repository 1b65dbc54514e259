package org.commonwatt.log.codec;

/** The bytes of version 4, forever: limits and collateral. */
class GoldenSafeguardsTest extends GoldenVersionKit {
  GoldenSafeguardsTest() {
    super(4, 3, SafeguardSamples.commands(), SafeguardSamples.events());
  }
}
