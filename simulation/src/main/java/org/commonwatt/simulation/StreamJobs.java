package org.commonwatt.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.MeteredPosition;

/**
 * The stream jobs: they publish what was metered in the slots that are over, in any order of the
 * homes, and corrections of some of it, in time or too late. Once they publish a slot that is far
 * ahead: where the market refuses that, they bring it again when the slot is over, as a job does
 * that is started anew over its readings. Keys are retired in between.
 */
final class StreamJobs {
  private static final int CORRECTED = 3; // one slot in so many, and its positions in part
  private static final int FAR = Community.SLOTS - 1;

  private final Site site;
  private int slotsMeasured;

  /** Nothing was metered yet. */
  StreamJobs(Site site) {
    this.site = site;
  }

  /** Publishes what cannot be known yet, of the last slot. */
  void runAhead() {
    List<byte[]> values = new ArrayList<>();
    Community.HOMES.forEach(home -> values.add(encoded(home, FAR, 1)));
    site.broker().publishPositions(values);
  }

  /**
   * Publishes what is due.
   *
   * @param timeMillis the market's clock
   */
  void measure(long timeMillis) {
    Chance chance = site.chance();
    if (chance.upTo(6) == 0) {
      site.keys()
          .retire(Subject.participant(Community.HOMES.get(chance.upTo(Community.HOMES.size()))));
    }
    while (slotsMeasured < Community.SLOTS
        && Community.slot(slotsMeasured).endMillis() <= timeMillis) {
      publish(slotsMeasured++);
    }
  }

  private void publish(int slot) {
    Chance chance = site.chance();
    boolean corrected = chance.upTo(CORRECTED) == 0;
    List<byte[]> values = new ArrayList<>();
    for (String home : Community.HOMES) {
      byte[] value = encoded(home, slot, 1);
      values.add(chance.upTo(values.size() + 1), value);
      if (chance.strikes(Fault.POSITION_DOUBLED, 100)) {
        values.add(value);
      }
      if (corrected) {
        values.add(chance.upTo(values.size() + 1), encoded(home, slot, 2));
      } else if (chance.upTo(CORRECTED) == 0) {
        site.scheduler()
            .after(
                chance.millis(50, 5_000),
                () -> site.broker().publishPositions(List.of(encoded(home, slot, 2))));
      }
    }
    Collections.rotate(values, chance.upTo(Community.HOMES.size()));
    site.broker().publishPositions(values);
  }

  private byte[] encoded(String home, int slot, int version) {
    MeteredPosition position = Community.position(site.chance(), home, slot, version);
    return PositionCodec.encode(Community.MARKET, position, site.keys());
  }
}
