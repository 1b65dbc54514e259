package org.commonwatt.log.codec;

/** The bytes of version 22, forever: storage units and their commitments. */
class GoldenVersion22Test extends GoldenVersionKit {
  GoldenVersion22Test() {
    super(22, 21, StorageSamples.commands(), StorageSamples.events());
  }
}
