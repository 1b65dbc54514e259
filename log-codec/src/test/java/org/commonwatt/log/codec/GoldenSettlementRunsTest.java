package org.commonwatt.log.codec;

/** The bytes of version 11, forever: settlement runs after the initial one. */
class GoldenSettlementRunsTest extends GoldenVersionKit {
  GoldenSettlementRunsTest() {
    super(11, 10, SettlementRunSamples.commands(), SettlementRunSamples.events());
  }
}
