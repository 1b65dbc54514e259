package org.commonwatt.cli.laptop;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.commonwatt.fabric.network.FabricException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Looks twice a second whether processes of a network have ended, and has them started again. */
final class FabricKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FabricKeeper.class);
  private static final long LOOK_EVERY_MILLIS = 500;

  private final Supplier<List<String>> revive;
  private final Thread watcher = new Thread(this::watch, "keeper of the Fabric network");
  private volatile boolean closing;

  /** Keeps what this revives; it names what it has started again. */
  FabricKeeper(Supplier<List<String>> revive) {
    this.revive = revive;
    watcher.setDaemon(true);
    watcher.start();
  }

  @Override
  public void close() {
    closing = true;
    watcher.interrupt();
  }

  private void watch() {
    while (!closing) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        revive.get().forEach(name -> LOG.warn("{} had ended and runs again", name));
      } catch (InterruptedException e) {
        return;
      } catch (FabricException e) {
        LOG.atLevel(closing ? Level.DEBUG : Level.ERROR)
            .setCause(e)
            .log("a process of the Fabric network has ended; the next attempt follows");
      }
    }
  }
}
