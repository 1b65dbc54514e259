package org.commonwatt.battery.life;

/**
 * What keeps an asset from being used, whatever its state.
 *
 * @param id the hold's own id
 * @param cause why
 * @param origin id of the asset that it is about; assets of which that is a part are held, too
 */
public record Hold(String id, Cause cause, String origin) {
  /** Why something is held. */
  public enum Cause {
    /** Something has happened to it. */
    INCIDENT,
    /** Its maker or the regulator calls it back. */
    RECALL
  }
}
