package org.commonwatt.log.codec;

/** The bytes of version 21, forever: guarantees that secure undelivered energy. */
class GoldenVersion21Test extends GoldenVersionKit {
  GoldenVersion21Test() {
    super(21, 20, UndeliveredSamples.commands(), UndeliveredSamples.events());
  }
}
