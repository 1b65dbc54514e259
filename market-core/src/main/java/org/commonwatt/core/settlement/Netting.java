package org.commonwatt.core.settlement;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.LargestRemainder;

/** Nets deviations of an area against each other: the smaller side in full, the other pro rata. */
final class Netting {
  private Netting() {}

  /**
   * How much of each deviation is netted, Wh, by member; as much of the short as of the long ones.
   *
   * @param deviations in order of member, which decides between equal remainders
   */
  static Map<String, Long> of(List<Deviation> deviations) {
    List<Deviation> shorts = deviations.stream().filter(Deviation::isShort).toList();
    List<Deviation> longs = deviations.stream().filter(one -> one.deviationWh() > 0).toList();
    BigInteger nettedWh = sizeWh(shorts).min(sizeWh(longs));
    Map<String, Long> netted = new HashMap<>();
    share(nettedWh, shorts, netted);
    share(nettedWh, longs, netted);
    return netted;
  }

  private static void share(BigInteger nettedWh, List<Deviation> side, Map<String, Long> netted) {
    List<BigInteger> shares =
        LargestRemainder.share(
            nettedWh, side.stream().map(one -> BigInteger.valueOf(one.sizeWh())).toList());
    for (int i = 0; i < side.size(); i++) {
      netted.put(side.get(i).member(), shares.get(i).longValueExact());
    }
  }

  private static BigInteger sizeWh(List<Deviation> side) {
    return side.stream()
        .map(one -> BigInteger.valueOf(one.sizeWh()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
