package org.commonwatt.simulation;

import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.model.Event;

/**
 * An operator who keeps on file what connections may carry, changes it now and then, and has the
 * market brought up to it again and again, as each engine does that begins to lead. Some homes have
 * no registration.
 */
final class Registrar {
  private static final int CHANGES = 6; // one in so many rounds
  private static final int REGISTERED = 2; // the last homes
  private static final int STEP_W = 4_000;

  private final Site site;
  private final Cluster cluster;
  private final Map<String, Registration.Connection> file = new TreeMap<>();

  /** An empty file. */
  Registrar(Site site, Cluster cluster) {
    this.site = site;
    this.cluster = cluster;
  }

  void start() {
    round();
  }

  /**
   * Whether the market knows what is on file.
   *
   * @param known what was registered last, by participant
   */
  boolean isDone(Map<String, Event.CapabilityRegistered> known) {
    return file.entrySet().stream()
        .allMatch(
            entry -> {
              Event.CapabilityRegistered now = known.get(entry.getKey());
              return now != null
                  && now.feedInW() == entry.getValue().feedInW()
                  && now.loadW() == entry.getValue().loadW();
            });
  }

  private void round() {
    Chance chance = site.chance();
    if (chance.isFaulty() && chance.upTo(CHANGES) == 0) {
      int last = Community.HOMES.size() - 1;
      file.put(
          Community.HOMES.get(last - chance.upTo(REGISTERED)),
          new Registration.Connection(
              STEP_W * (1L + chance.upTo(6)), STEP_W * (1L + chance.upTo(6))));
    }
    file.forEach((home, connection) -> cluster.register(new Registration(home, connection, null)));
    site.scheduler().after(chance.millis(300, 1_200), this::round);
  }
}
