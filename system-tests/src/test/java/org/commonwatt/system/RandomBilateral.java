package org.commonwatt.system;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Command;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SignedBilateral;

/** Keys of homes and contracts between them, mostly as they should be. The same seed, the same. */
final class RandomBilateral {
  private static final long MINUTE = 60_000;
  private static final int KEY_BYTES = 32;

  private final Random random;
  private final String market;
  private final List<String> homes;
  private final Map<String, KeyPair> keys = new HashMap<>();
  private int contracts;
  private int registered;

  RandomBilateral(long seed, String market, List<String> homes) {
    this.random = new Random(seed);
    this.market = market;
    this.homes = homes;
    homes.forEach(home -> keys.put(home, key(home.hashCode())));
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
      return new Command.RegisterSigningKey(first, publicKey(first));
    }
    String home = homes.get(random.nextInt(homes.size()));
    if (oneIn(8)) {
      return new Command.RegisterSigningKey(
          oneIn(12) ? "stranger" : home, oneIn(12) ? "00" : publicKey(home));
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
        new SignedBilateral(terms, sign(home, terms), sign(oneIn(15) ? home : other, terms)));
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  private KeyPair pair(String home) {
    return Objects.requireNonNull(keys.get(home), home);
  }

  private String publicKey(String home) {
    byte[] x509 = pair(home).getPublic().getEncoded();
    return HexFormat.of().formatHex(Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length));
  }

  private String sign(String home, BilateralTerms terms) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair(home).getPrivate());
      signature.update(terms.signedBytes());
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair key(int seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
