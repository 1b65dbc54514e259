package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * Says what all that an account injects is made of, or that it is a storage, from a slot on: {@code
 * docs/formats/ledger.md}.
 *
 * @param market id of the market
 * @param account who injects
 * @param area where
 * @param source what it is made of; null when no guarantees are to be issued from then on
 * @param storage what it gives back is what it took; null when it is no storage
 * @param fromMillis start of the first slot for which it holds, UTC
 */
public record SourceDeclaration(
    String market,
    String account,
    String area,
    @Nullable EnergySource source,
    @Nullable OriginStorage storage,
    long fromMillis) {
  /** Checks that it is not both. */
  public SourceDeclaration {
    if (source != null && storage != null) {
      throw new IllegalArgumentException("an account has a source or is a storage, not both");
    }
  }

  /** Of an account that is no storage. */
  public SourceDeclaration(
      String market, String account, String area, @Nullable EnergySource source, long fromMillis) {
    this(market, account, area, source, null, fromMillis);
  }
}
