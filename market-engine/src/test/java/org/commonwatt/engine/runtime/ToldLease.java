package org.commonwatt.engine.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.commonwatt.log.Lease;

/** A lone engine's lease that notes each change of whether the engine has caught up. */
final class ToldLease implements Lease {
  private final Lease lease = Lease.ofOneEngine("told");
  private final List<Boolean> told = new CopyOnWriteArrayList<>();

  /** What it was told, without repeats. */
  List<Boolean> told() {
    return told;
  }

  @Override
  public Standing look(boolean caughtUp) {
    if (told.isEmpty() || told.get(told.size() - 1) != caughtUp) {
      told.add(caughtUp);
    }
    return lease.look(caughtUp);
  }

  @Override
  public void giveBack() {
    lease.giveBack();
  }

  @Override
  public void close() {
    lease.close();
  }
}
