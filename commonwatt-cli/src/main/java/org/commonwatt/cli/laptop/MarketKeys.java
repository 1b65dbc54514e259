package org.commonwatt.cli.laptop;

import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Rulebook;

/** The keys of a market's homes and meters. */
public final class MarketKeys {
  private MarketKeys() {}

  /**
   * Makes what is missing: before anything personal is written there is a key for it.
   *
   * @return how many there are now
   */
  public static int ensure(FileKeyring keyring, Rulebook rulebook, KeySource source) {
    int keys = 0;
    for (Rulebook.Member member : rulebook.members()) {
      keyring.ensure(Subject.participant(member.participant()), source);
      keys++;
      for (String meter : member.meters()) {
        keyring.ensure(Subject.meter(meter), source);
        keys++;
      }
    }
    return keys;
  }
}
