package org.commonwatt.fabric.network;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Fabric's commands and the product's chaincode, for tests of real networks. */
final class TestFabric {
  /** Set where the commands must be there: a suite that would be skipped fails instead. */
  private static final String REQUIRED = "COMMONWATT_FABRIC_REQUIRED";

  private TestFabric() {}

  /** The commands; skips the test, saying so, when this machine has none. */
  static FabricCommands commands() {
    try {
      return FabricCommands.find(System.getenv());
    } catch (FabricException e) {
      String message = "SKIPPED: no test of a real Fabric network has run here. " + e.getMessage();
      if (System.getenv(REQUIRED) != null) {
        Assertions.fail(message + " (" + REQUIRED + " is set)");
      }
      System.err.println(message);
      Assumptions.abort(message);
      throw e;
    }
  }

  /** The folder of the chaincode's jars. */
  static Path chaincode() {
    Path folder = Path.of("../settlement-chaincode/target/chaincode").toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(folder + " is missing: build settlement-chaincode first");
    }
    return folder;
  }
}
