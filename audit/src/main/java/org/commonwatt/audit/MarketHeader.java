package org.commonwatt.audit;

import org.commonwatt.log.codec.RecordMarket;
import org.jspecify.annotations.Nullable;

/** Every record's header names the same market: no hash of an event covers the header. */
final class MarketHeader {
  private final Findings findings;
  private @Nullable String market;

  MarketHeader(Findings findings) {
    this.findings = findings;
  }

  /**
   * Compares a record's market with that of the first one.
   *
   * @throws org.commonwatt.log.codec.CodecException when the bytes are not a record
   */
  void check(String topic, StoredRecord record) {
    compare(topic, Place.record(record.offset()), RecordMarket.of(record.bytes()));
  }

  /** Compares what something else says the market is. */
  void compare(String source, Place place, String found) {
    if (market == null) {
      market = found;
    } else if (!market.equals(found)) {
      findings.add(
          FindingCode.MARKET_DIFFERS,
          place,
          source + ": expected market " + market + ", found " + found);
    }
  }
}
