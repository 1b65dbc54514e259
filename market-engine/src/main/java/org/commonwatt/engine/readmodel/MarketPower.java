package org.commonwatt.engine.readmodel;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * How much the sellers of a slot depend on few of them, by the orders that stood to the end: what
 * their owners took back counts neither as offered nor as asked for.
 *
 * @param offeredWh what sellers offered, sold or not, Wh
 * @param askedWh what buyers asked for, bought or not, Wh
 * @param soldWh what was sold, Wh
 * @param hhi Herfindahl-Hirschman index of the sellers' shares of what was sold, in points of
 *     10,000, rounded down; null when nothing was sold
 * @param residualSupplyPpm what is offered without the largest seller, in millionths of what is
 *     asked for, rounded down, at most 10¹²; null when nothing is asked for
 * @param pivotal sellers without whose offer the others' do not reach what is asked for, by id
 */
public record MarketPower(
    DeliverySlot slot,
    int sellers,
    long offeredWh,
    long askedWh,
    long soldWh,
    @Nullable Integer hhi,
    @Nullable Long residualSupplyPpm,
    List<String> pivotal) {
  private static final BigInteger POINTS = BigInteger.valueOf(10_000);
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  /** A residual supply of a million times what is asked for is told for all above it. */
  private static final BigInteger MOST_PPM = BigInteger.valueOf(1_000_000_000_000L);

  /**
   * One participant in a slot.
   *
   * @param offeredWh what it offered, Wh
   * @param soldWh what of it was sold, Wh
   * @param askedWh what it asked for, Wh
   */
  public record Share(String participant, long offeredWh, long soldWh, long askedWh) {}

  /**
   * That of a slot.
   *
   * @param shares of each participant one, by id
   * @throws ArithmeticException when a sum is more than a long holds
   */
  public static MarketPower of(DeliverySlot slot, List<Share> shares) {
    long offered = 0;
    long asked = 0;
    long sold = 0;
    long largest = 0;
    for (Share share : shares) {
      offered = Math.addExact(offered, share.offeredWh());
      asked = Math.addExact(asked, share.askedWh());
      sold = Math.addExact(sold, share.soldWh());
      largest = Math.max(largest, share.offeredWh());
    }
    long all = offered;
    long demand = asked;
    List<Share> sellers = shares.stream().filter(share -> share.offeredWh() > 0).toList();
    return new MarketPower(
        slot,
        sellers.size(),
        offered,
        asked,
        sold,
        sold == 0 ? null : (Integer) hhi(sellers, sold),
        asked == 0 ? null : (Long) residual(offered - largest, asked),
        sellers.stream()
            .filter(share -> all - share.offeredWh() < demand)
            .map(Share::participant)
            .toList());
  }

  private static int hhi(List<Share> sellers, long soldWh) {
    BigInteger squares = BigInteger.ZERO;
    for (Share seller : sellers) {
      squares = squares.add(BigInteger.valueOf(seller.soldWh()).pow(2));
    }
    return squares.multiply(POINTS).divide(BigInteger.valueOf(soldWh).pow(2)).intValueExact();
  }

  private static long residual(long restWh, long askedWh) {
    return BigInteger.valueOf(restWh)
        .multiply(MILLION)
        .divide(BigInteger.valueOf(askedWh))
        .min(MOST_PPM)
        .longValueExact();
  }
}
