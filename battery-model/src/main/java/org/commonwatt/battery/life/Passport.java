package org.commonwatt.battery.life;

import java.util.List;

/**
 * Who is responsible for a battery, and what it comes from.
 *
 * @param id the passport's own id
 * @param asset what it is of
 * @param predecessors passports of the batteries that it was made of
 * @param operatorOrg who is responsible
 * @param issuedMillis from when on, milliseconds since the epoch
 * @param closedMillis until when, 0 while it is open
 */
public record Passport(
    String id,
    String asset,
    List<String> predecessors,
    String operatorOrg,
    long issuedMillis,
    long closedMillis) {
  /** Copies the predecessors. */
  public Passport {
    predecessors = List.copyOf(predecessors);
  }
}
