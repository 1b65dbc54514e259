package org.commonwatt.log.codec;

/** The bytes of version 32, forever: what a rulebook takes as proof of stored energy. */
class GoldenVersion32Test extends GoldenVersionKit {
  GoldenVersion32Test() {
    super(32, 31, ProofRuleSamples.commands(), ProofRuleSamples.events());
  }
}
