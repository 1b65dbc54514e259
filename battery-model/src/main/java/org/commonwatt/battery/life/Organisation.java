package org.commonwatt.battery.life;

import java.util.List;
import java.util.Set;

/**
 * An organisation that may sign statements.
 *
 * @param org its id
 * @param key its public Ed25519 key, 64 lower-case hexadecimal digits
 * @param roles what it may do, each once, in the order of {@link Role}
 * @param actsFor owners that are insolvent and for which the regulator has appointed it
 */
public record Organisation(String org, String key, List<Role> roles, List<String> actsFor) {
  /** Copies the lists. */
  public Organisation {
    roles = List.copyOf(roles);
    actsFor = List.copyOf(actsFor);
  }

  /** Its JSON: the only spelling that is taken. */
  public String text() {
    return RecordText.of(this);
  }

  /** It as one that has signed. */
  public Signer signer() {
    return new Signer(org, Set.copyOf(roles), Set.copyOf(actsFor));
  }
}
