package org.commonwatt.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Command;

/**
 * Erases one member when all slots are recorded, in the order of the command {@code erase}: retire
 * the keys, wait until the state holds nothing that they seal, stop every engine, record the
 * erasure, take two snapshots behind it, drop the older ones, destroy the keys. The machines share
 * the new snapshots. It dies at any step, and then begins again behind the wait. At last the
 * engines go on.
 */
final class Eraser {
  private static final Subject WHO = Subject.participant(Community.HOMES.get(1));
  private static final Duration AGAIN = Duration.ofSeconds(3);
  private static final Duration INSTANT = Duration.ofMillis(1);
  private static final int DEATHS = 4; // one in so many steps

  private final Site site;
  private final Cluster cluster;
  private final Crowd crowd;
  private final Consumer<String> violation;
  private boolean done;

  /**
   * Has erased nothing yet.
   *
   * @param violation hears when a snapshot that was taken is not there
   */
  Eraser(Site site, Cluster cluster, Crowd crowd, Consumer<String> violation) {
    this.site = site;
    this.cluster = cluster;
    this.crowd = crowd;
    this.violation = violation;
  }

  void start() {
    site.keys().retire(WHO);
    crowd.sleep(
        Duration.ofHours(MarketStateMachine.RETENTION_HOURS + 1),
        () -> {
          cluster.stop();
          record();
        });
  }

  /** Whether the keys are destroyed, and the engines were told to go on. */
  boolean isDone() {
    return done;
  }

  private void record() {
    List<String> names =
        site.keys().retired(WHO).stream().map(key -> WHO + "/" + key.id()).toList();
    snapshotAfter(
        new Command.RecordErasure(WHO.id(), names, crowd.timeMillis()),
        first -> snapshotAfter(new Command.Tick(crowd.timeMillis()), second -> destroy(first)));
  }

  /** A lone engine does a command and is closed, which takes a snapshot. */
  private void snapshotAfter(Command command, LongConsumer then) {
    new Errand(cluster.startAlone(), command, then).ask();
  }

  /** A command to an engine that is started for it alone. */
  private final class Errand {
    private final SimulatedProcess engine;
    private final Command command;
    private final LongConsumer then;
    private boolean answered;

    /**
     * Asks nothing yet.
     *
     * @param then takes the number of the last event, once it is in a snapshot
     */
    Errand(SimulatedProcess engine, Command command, LongConsumer then) {
      this.engine = engine;
      this.command = command;
      this.then = then;
    }

    void ask() {
      if (!answered) {
        engine.handle(List.of(command), results -> take(results.get(0)));
        site.scheduler().after(AGAIN, this::ask);
      }
    }

    private void take(CommandResult result) {
      if (!answered) {
        answered = true;
        long sequence = result.events().get(result.events().size() - 1).sequence();
        // Not from a step of the engine itself.
        site.scheduler().after(INSTANT, () -> close(sequence));
      }
    }

    private void close(long sequence) {
      if (dies()) {
        engine.kill();
        record();
        return;
      }
      engine.close();
      if (site.disks().get(0).newest() < sequence) {
        violation.accept("an engine that was closed took no snapshot after event " + sequence);
        return;
      }
      then.accept(sequence);
    }
  }

  private void destroy(long first) {
    site.disks().get(0).dropBefore(first);
    site.disks().get(1).copyOf(site.disks().get(0));
    if (dies()) {
      record();
      return;
    }
    site.keys().erase(WHO);
    cluster.resume();
    crowd.comeBack();
    done = true;
  }

  private boolean dies() {
    return site.chance().upTo(DEATHS) == 0;
  }
}
