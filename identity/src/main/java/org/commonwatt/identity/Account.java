package org.commonwatt.identity;

import java.util.Set;
import org.commonwatt.model.Ids;

/**
 * Somebody who may have keys.
 *
 * @param id of the account
 * @param role what it is
 * @param participants of the market that it acts for: whose orders, bills and positions are its own
 */
public record Account(String id, Role role, Set<String> participants) {
  /** Checks the ids. */
  public Account {
    Ids.require("account", id);
    participants.forEach(one -> Ids.require("participant", one));
    participants = Set.copyOf(participants);
  }
}
