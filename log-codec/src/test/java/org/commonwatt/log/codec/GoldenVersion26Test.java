package org.commonwatt.log.codec;

/** The bytes of version 26, forever: what provenance records prove of storage units. */
class GoldenVersion26Test extends GoldenVersionKit {
  GoldenVersion26Test() {
    super(26, 25, ProvenanceSamples.commands(), ProvenanceSamples.events());
  }
}
