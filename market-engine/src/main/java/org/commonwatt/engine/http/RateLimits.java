package org.commonwatt.engine.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.commonwatt.identity.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * Counts what each key, each account and each address sends. Of each kind only so many are
 * remembered, those that came last. Thread-safe.
 */
final class RateLimits {
  /** The most keys, accounts and addresses, of each kind, that are remembered. */
  static final int REMEMBERED = 10_000;

  private final Buckets keys;
  private final Buckets accounts;
  private final Buckets addresses;
  private final Buckets codes;

  /**
   * Nothing was sent yet.
   *
   * @param nanos time that passes, of which only differences count
   */
  RateLimits(RateRules rules, LongSupplier nanos) {
    this.keys = new Buckets("The key", rules.key(), nanos);
    this.accounts = new Buckets("The account", rules.account(), nanos);
    this.addresses =
        new Buckets(
            "This address, without the login of an active account,", rules.address(), nanos);
    this.codes = new Buckets("This address, of codes of logins,", rules.code(), nanos);
  }

  /**
   * Counts what a key sends, for the key and for its account, or for neither.
   *
   * @throws ProblemException when that is too much now
   */
  void countKey(ApiKey key, long operations) {
    keys.take(key.id(), operations);
    try {
      accounts.take(key.account(), operations);
    } catch (ProblemException e) {
      keys.giveBack(key.id(), operations);
      throw e;
    }
  }

  /**
   * Refuses, without counting, what a key is said to send when it has nothing left: who only says
   * that it has the key takes nothing from it.
   *
   * @throws ProblemException when nothing is left of the key
   */
  void requireKey(String keyId) {
    keys.require(keyId);
  }

  /**
   * Counts what nobody is known to send, or an account that is not active.
   *
   * @throws ProblemException when that is too much now
   */
  void countAddress(String address, long operations) {
    addresses.take(address, operations);
  }

  /**
   * Refuses, without counting, whom nobody knows when its address has nothing left.
   *
   * @throws ProblemException when nothing is left of the address
   */
  void requireAddress(String address) {
    addresses.require(address);
  }

  /**
   * Counts a code of a login, for which the provider is asked.
   *
   * @throws ProblemException when that is too much now
   */
  void countCode(String address) {
    codes.take(address, 1);
  }

  private static final class Buckets {
    private final String what;
    private final RateRules.Rate rate;
    private final TimeMeter meter;
    private final Map<String, Bucket> last =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
          }
        };

    Buckets(String what, RateRules.Rate rate, LongSupplier nanos) {
      this.what = what;
      this.rate = rate;
      this.meter = new Meter(nanos);
    }

    void take(String who, long number) {
      ConsumptionProbe probe = bucket(who).tryConsumeAndReturnRemaining(number);
      if (!probe.isConsumed()) {
        throw tooMuch(probe.getNanosToWaitForRefill());
      }
    }

    void giveBack(String who, long number) {
      bucket(who).addTokens(number);
    }

    void require(String who) {
      @Nullable Bucket bucket = known(who);
      if (bucket != null) {
        var probe = bucket.estimateAbilityToConsume(1);
        if (!probe.canBeConsumed()) {
          throw tooMuch(probe.getNanosToWaitForRefill());
        }
      }
    }

    /** Who is only named is not remembered, so that names that are made up displace nobody. */
    private synchronized @Nullable Bucket known(String who) {
      return last.get(who);
    }

    private synchronized Bucket bucket(String who) {
      return last.computeIfAbsent(who, first -> fresh());
    }

    private Bucket fresh() {
      return Bucket.builder()
          .addLimit(
              limit ->
                  limit
                      .capacity(rate.burst())
                      .refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
          .withCustomTimePrecision(meter)
          .build();
    }

    private ProblemException tooMuch(long nanosToWait) {
      long seconds = Math.max(1, (nanosToWait + 999_999_999L) / TimeUnit.SECONDS.toNanos(1));
      String detail =
          what
              + " may send "
              + rate.burst()
              + " operations at once and "
              + rate.perSecond()
              + " a second.";
      return new ProblemException(LoginProblems.tooMuch(detail, seconds));
    }
  }

  private record Meter(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
