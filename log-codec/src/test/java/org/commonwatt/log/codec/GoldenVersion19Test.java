package org.commonwatt.log.codec;

/** The bytes of version 19, forever: storage units and their commitments. */
class GoldenVersion19Test extends GoldenVersionKit {
  GoldenVersion19Test() {
    super(19, 18, StorageSamples.commands(), StorageSamples.events());
  }
}
