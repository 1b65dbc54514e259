package org.commonwatt.log.codec;

/** The bytes of version 10, forever: accounts, meter points and deposits. */
class GoldenRegistrationsTest extends GoldenVersionKit {
  GoldenRegistrationsTest() {
    super(10, 9, RegistrationSamples.commands(), RegistrationSamples.events());
  }
}
