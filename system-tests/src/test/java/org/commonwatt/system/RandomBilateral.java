package org.commonwatt.system;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Command;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SignedBilateral;
import org.commonwatt.testkit.ledger.PartyKey;

/** Keys of homes and contracts between them, mostly as they should be. The same seed, the same. */
final class RandomBilateral {
  private static final long MINUTE = 60_000;

  private final Random random;
  private final String market;
  private final List<String> homes;
  private final Map<String, PartyKey> keys = new HashMap<>();
  private int contracts;
  private int registered;

  RandomBilateral(long seed, String market, List<String> homes) {
    this.random = new Random(seed);
    this.market = market;
    this.homes = homes;
    homes.forEach(home -> keys.put(home, new PartyKey(home.hashCode())));
  }

  boolean isNext() {
    return random.nextInt(12) == 0;
  }

  /**
   * A key or a contract.
   *
   * @param areaOf where a home trades
   */
  Command next(long clock, int slotMinutes, UnaryOperator<String> areaOf) {
    if (registered < homes.size()) {
      String first = homes.get(registered++);
      return new Command.RegisterSigningKey(first, key(first).publicKey());
    }
    String home = homes.get(random.nextInt(homes.size()));
    if (oneIn(8)) {
      return new Command.RegisterSigningKey(
          oneIn(12) ? "stranger" : home, oneIn(12) ? "00" : key(home).publicKey());
    }
    List<String> neighbours =
        homes.stream()
            .filter(other -> oneIn(12) || areaOf.apply(other).equals(areaOf.apply(home)))
            .toList();
    String other = neighbours.isEmpty() ? home : neighbours.get(random.nextInt(neighbours.size()));
    long length = slotMinutes * MINUTE;
    long start = Math.floorDiv(clock, length) * length + random.nextInt(4) * length;
    BilateralTerms terms =
        new BilateralTerms(
            oneIn(30) ? "elsewhere" : market,
            "b-" + (oneIn(6) ? contracts : ++contracts),
            home,
            other,
            areaOf.apply(home),
            start,
            start + (1 + random.nextInt(2)) * length,
            oneIn(30) ? 5 : slotMinutes,
            oneIn(20) ? 0 : 1 + random.nextInt(oneIn(10) ? 1_000_000 : 700),
            Hash.ZERO);
    return new Command.RecordBilateral(
        new SignedBilateral(
            terms,
            key(home).sign(terms.signedBytes()),
            key(oneIn(15) ? home : other).sign(terms.signedBytes())));
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  private PartyKey key(String home) {
    return Objects.requireNonNull(keys.get(home), home);
  }
}
