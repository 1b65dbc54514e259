package org.commonwatt.system.fabric;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts what has ended by itself before a test, as the command that keeps a network does: one
 * crash of a process of Fabric would fail every test after it. The crash still fails the test that
 * met it. Seen once: a peer of 2.5.0 that went down while it closed the iterators of a call.
 */
public final class RevivesNodes implements BeforeEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    List<String> ended = FabricUnderTest.network().revive();
    if (!ended.isEmpty()) {
      System.err.println("HAD ENDED BY THEMSELVES, and run again: " + ended);
      try (Load load = new Load("revived-" + UUID.randomUUID(), 1)) {
        load.awaitRecorded(2);
        load.stop();
      }
    }
  }
}
