package org.commonwatt.log.codec;

/** The bytes of version 34, forever: what lessees will use of their virtual batteries. */
class GoldenVersion34Test extends GoldenVersionKit {
  GoldenVersion34Test() {
    super(34, 33, LeaseSamples.commands(), LeaseSamples.events());
  }
}
