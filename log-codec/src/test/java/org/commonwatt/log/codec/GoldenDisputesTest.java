package org.commonwatt.log.codec;

import org.commonwatt.log.seal.Keyring;

/** The bytes of version 9, forever: disputes of bill lines, in clear and sealed. */
class GoldenDisputesTest extends GoldenVersionKit {
  GoldenDisputesTest() {
    super(9, 8, DisputeSamples.commands(), DisputeSamples.events());
  }

  @Override
  Keyring keys() {
    return new MemoryKeyring();
  }
}
