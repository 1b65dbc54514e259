package org.commonwatt.log.codec;

/** The bytes of version 14, forever: corrections of disputed lines. */
class GoldenVersion14Test extends GoldenVersionKit {
  GoldenVersion14Test() {
    super(14, 13, CorrectionSamples.commands(), CorrectionSamples.events());
  }
}
