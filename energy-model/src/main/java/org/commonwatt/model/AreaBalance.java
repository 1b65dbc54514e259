package org.commonwatt.model;

/**
 * What was lost in an area in a slot, as a settlement run has it.
 *
 * @param area id of the area
 * @param slot delivery slot
 * @param boundaryVersion version of the boundary flow that it rests on; 0 when none was reported:
 *     nothing is settled then, and all energies are 0
 * @param enteredWh what entered the area's grid, at its boundary and from its members, Wh
 * @param leftWh what left it, at its boundary and to its members, Wh
 * @param technicalWh technical losses that are expected of what entered, Wh
 * @param limitWh how far the losses may be from those, either way, Wh
 */
public record AreaBalance(
    String area,
    DeliverySlot slot,
    int boundaryVersion,
    long enteredWh,
    long leftWh,
    long technicalWh,
    long limitWh) {

  /** The balance of an area whose boundary has not reported. */
  public static AreaBalance unmeasured(String area, DeliverySlot slot, long limitWh) {
    return new AreaBalance(area, slot, 0, 0, 0, 0, limitWh);
  }

  /** Whether the boundary has reported. */
  public boolean isMeasured() {
    return boundaryVersion > 0;
  }

  /** What was lost, Wh; negative when more left than entered. */
  public long lossesWh() {
    return enteredWh - leftWh;
  }

  /** What was lost beyond technical losses, Wh; negative when less. */
  public long residualWh() {
    return lossesWh() - technicalWh;
  }

  /** Whether the residual is beyond its limit, either way: an alarm. */
  public boolean isBeyondLimit() {
    return Math.abs(residualWh()) > limitWh;
  }
}
