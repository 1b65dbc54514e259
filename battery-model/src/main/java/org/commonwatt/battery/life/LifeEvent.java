package org.commonwatt.battery.life;

import java.util.List;

/**
 * Something that happened to an asset, by a statement about it or about another.
 *
 * @param asset to what
 * @param sequence the how-manieth event of the asset, from 1 on
 * @param operation what was stated
 * @param about of which asset
 * @param aboutSequence as which event of that
 * @param actors those who signed and whose signature counted, in the order of the signatures
 * @param eventMillis when it happened, as they say, milliseconds since the epoch
 * @param reportedMillis when it was reported
 * @param evidence SHA-256 of documents, 64 lower-case hexadecimal digits each
 * @param state the asset's afterwards
 */
public record LifeEvent(
    String asset,
    long sequence,
    Operation operation,
    String about,
    long aboutSequence,
    List<String> actors,
    long eventMillis,
    long reportedMillis,
    List<String> evidence,
    LifeState state) {
  /** Copies the lists. */
  public LifeEvent {
    actors = List.copyOf(actors);
    evidence = List.copyOf(evidence);
  }
}
