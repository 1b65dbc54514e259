package org.commonwatt.core.storage.auction;

import java.util.List;

/**
 * What a link between two areas has left for the energy that is to be stored.
 *
 * @param from id of an area
 * @param to id of another area
 * @param feeMicroPerKwh constant fee on the flow's absolute value, µ/kWh, 0 to 10¹⁰
 * @param forwardWh for each slot of the auction the most that flows to {@code to}, 0 to 10¹¹ Wh
 * @param backwardWh the same of the other direction
 */
public record ServiceLink(
    String from, String to, long feeMicroPerKwh, List<Long> forwardWh, List<Long> backwardWh) {
  /** Copies the capacities. */
  public ServiceLink {
    forwardWh = List.copyOf(forwardWh);
    backwardWh = List.copyOf(backwardWh);
  }
}
