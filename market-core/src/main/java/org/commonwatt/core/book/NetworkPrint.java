package org.commonwatt.core.book;

import java.util.zip.CRC32C;

/** A checksum of a network, so that a snapshot is not restored into another one. */
final class NetworkPrint {
  private NetworkPrint() {}

  static long of(BookNetwork network) {
    CRC32C sum = new CRC32C();
    network.areaLevels().forEach(level -> add(sum, level));
    for (BookLink link : network.links()) {
      add(sum, link.from());
      add(sum, link.to());
      add(sum, link.level());
      add(sum, link.fee());
    }
    network.levels().forEach(level -> add(sum, level));
    add(sum, network.feeMode().ordinal());
    return sum.getValue();
  }

  private static void add(CRC32C sum, FeeRule fee) {
    add(sum, fee.constantMicroPerKwh());
    add(sum, fee.ppm());
  }

  private static void add(CRC32C sum, long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      sum.update((int) (value >>> shift));
    }
  }
}
