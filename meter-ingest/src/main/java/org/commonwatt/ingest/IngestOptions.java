package org.commonwatt.ingest;

import java.time.Duration;
import org.commonwatt.ingest.spool.SpoolOptions;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Ids;

/**
 * How an ingest service works.
 *
 * @param market id of the market that the readings belong to
 * @param spool where records wait for the log
 * @param retryPause pause before records are given to an unavailable log again
 * @param keyring what readings are sealed with before they are spooled
 */
public record IngestOptions(
    String market, SpoolOptions spool, Duration retryPause, Keyring keyring) {

  /** Readings in clear. */
  public IngestOptions(String market, SpoolOptions spool, Duration retryPause) {
    this(market, spool, retryPause, Keyring.NONE);
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
    return new IngestOptions(market, spool, Duration.ofMillis(500), keyring);
  }
}
