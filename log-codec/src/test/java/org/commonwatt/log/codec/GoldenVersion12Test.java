package org.commonwatt.log.codec;

/** The bytes of version 12, forever: members that are responsible for their balance. */
class GoldenVersion12Test extends GoldenVersionKit {
  GoldenVersion12Test() {
    super(12, 11, ImbalanceSamples.commands(), ImbalanceSamples.events());
  }
}
