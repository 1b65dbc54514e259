package org.commonwatt.ingest;

import java.time.Duration;
import org.commonwatt.ingest.spool.SpoolOptions;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/**
 * How an ingest service works.
 *
 * @param market id of the market that the readings belong to
 * @param spool where records wait for the log
 * @param retryPause pause before records are given to an unavailable log again
 * @param keyring what readings are sealed with before they are spooled
 * @param signer signs readings before they are spooled; null: they are not signed
 */
public record IngestOptions(
    String market,
    SpoolOptions spool,
    Duration retryPause,
    Keyring keyring,
    @Nullable ReadingSigner signer) {

  /** Readings in clear, not signed. */
  public IngestOptions(String market, SpoolOptions spool, Duration retryPause) {
    this(market, spool, retryPause, Keyring.NONE, null);
  }

  /** Checks the market's id and the pause. */
  public IngestOptions {
    Ids.require("market", market);
    if (retryPause.isNegative() || retryPause.isZero()) {
      throw new IllegalArgumentException("the pause before a retry must be positive");
    }
  }

  /** Tries an unavailable log again after half a second. */
  public static IngestOptions of(String market, SpoolOptions spool) {
    return of(market, spool, Keyring.NONE);
  }

  /** The same, and readings are sealed. */
  public static IngestOptions of(String market, SpoolOptions spool, Keyring keyring) {
    return new IngestOptions(market, spool, Duration.ofMillis(500), keyring, null);
  }

  /** The same, and readings are signed. */
  public IngestOptions signedBy(ReadingSigner by) {
    return new IngestOptions(market, spool, retryPause, keyring, by);
  }
}
