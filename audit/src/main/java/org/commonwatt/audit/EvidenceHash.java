package org.commonwatt.audit;

import org.commonwatt.model.Hash;
import org.commonwatt.model.Quality;

/** "Meter evidence" of {@code docs/formats/settlement-batch.md}. */
public final class EvidenceHash {
  private final Layout layout = new Layout();

  /**
   * Of a slot.
   *
   * @param startMillis its start, milliseconds since the epoch
   * @param minutes its length
   * @param meters how many follow
   */
  public EvidenceHash(long startMillis, int minutes, int meters) {
    layout.i64(startMillis).i32(minutes).i32(meters);
  }

  /** Adds a meter; they come by the bytes of their ids. Energies in Wh. */
  public void meter(String id, long importWh, long exportWh, Quality quality) {
    layout.text(id).i64(importWh).i64(exportWh).u8(BatchHashes.code(quality));
  }

  /** The hash of all. */
  public Hash value() {
    return Hash.of(layout.bytes());
  }
}
