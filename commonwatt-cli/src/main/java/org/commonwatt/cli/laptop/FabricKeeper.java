package org.commonwatt.cli.laptop;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.commonwatt.fabric.network.FabricException;

/** Looks twice a second whether processes of a network have ended, and has them started again. */
public final class FabricKeeper implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 500;

  private final Supplier<List<String>> revive;
  private final Listener listener;
  private final Thread watcher = new Thread(this::watch, "keeper of the Fabric network");
  private volatile boolean closing;

  /** Is told, on the keeper's thread, of what it does. */
  public interface Listener {
    /** A process had ended and runs again. */
    void revived(String name);

    /** A process does not start; told once, and it is tried again until it does. */
    void failed(FabricException fault);
  }

  /**
   * Keeps a network's processes running until this is closed.
   *
   * @param revive starts those that have ended and names them
   */
  public FabricKeeper(Supplier<List<String>> revive, Listener listener) {
    this.revive = revive;
    this.listener = listener;
    watcher.setDaemon(true);
    watcher.start();
  }

  @Override
  public void close() {
    closing = true;
    watcher.interrupt();
  }

  private void watch() {
    boolean told = false;
    while (!closing) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        revive.get().forEach(listener::revived);
        told = false;
      } catch (InterruptedException e) {
        return;
      } catch (FabricException e) {
        // Closing interrupts an attempt: that is no failure.
        if (!told && !closing) {
          listener.failed(e);
        }
        told = true;
      }
    }
  }
}
