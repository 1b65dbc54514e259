package org.commonwatt.cli.laptop;

import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.MeterPoint;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Rulebook;

/**
 * The keys of a market's homes and meters, those at the boundaries of areas and those that are
 * registered while it runs included.
 */
public final class MarketKeys {
  private MarketKeys() {}

  /**
   * Makes what is missing: before anything personal is written there is a key for it.
   *
   * @return how many there are now
   */
  public static int ensure(FileKeyring keyring, Community community, KeySource source) {
    int keys = 0;
    for (Rulebook.Member member : community.rulebook().members()) {
      keyring.ensure(Subject.participant(member.participant()), source);
      keys++;
    }
    for (MeterPoint point : community.meters()) {
      keyring.ensure(Subject.meter(point.meter()), source);
      keys++;
    }
    return keys;
  }

  /** Makes what is missing for whoever has a meter point that was registered. */
  static void ensure(FileKeyring keyring, MeterPointAssigned assigned, KeySource source) {
    keyring.ensure(Subject.participant(assigned.participant()), source);
    keyring.ensure(Subject.meter(assigned.point().meter()), source);
  }
}
