package org.commonwatt.engine.http;

/**
 * How much is taken in a service with accounts. What is over is refused at once, and nothing of it
 * is done.
 *
 * @param key of each key: every request, and every operation of a socket or a batch, counts as one
 * @param account of all keys of an account together, which counts the same
 * @param address of each address, of requests without a login, and of those whose login is not
 *     taken
 * @param code of each address, of the codes of logins, for each of which the provider is asked
 */
public record RateRules(Rate key, Rate account, Rate address, Rate code) {
  /** What a service has that is told nothing else. */
  public static final RateRules DEFAULT =
      new RateRules(
          new Rate(10_000, 5_000), new Rate(20_000, 10_000), new Rate(500, 100), new Rate(10, 1));

  /**
   * So much at once, and so much more each second.
   *
   * @param burst the most at once, 1 and more; of keys at least 1,000, or no batch of a thousand is
   *     ever taken
   * @param perSecond what is given back each second, 1 and more
   */
  public record Rate(long burst, long perSecond) {
    /** Checks the bounds. */
    public Rate {
      if (burst < 1 || perSecond < 1) {
        throw new IllegalArgumentException(
            "a rate is 1 or more, not " + burst + " and " + perSecond + " a second");
      }
    }
  }

  /** Checks that a batch of a thousand can be taken. */
  public RateRules {
    long burst = Math.min(key.burst(), account.burst());
    if (burst < BatchRequest.MAX_OPERATIONS) {
      throw new IllegalArgumentException(
          "a key and an account must have a burst of "
              + BatchRequest.MAX_OPERATIONS
              + ", or a batch that long is never taken; not "
              + burst);
    }
  }
}
