package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Side;

/** The orders of a case, a column each. */
final class OrderTable {
  private static final int FIRST_CAPACITY = 64;

  int count;
  String[] ids = new String[FIRST_CAPACITY];
  int[] area = new int[FIRST_CAPACITY];
  boolean[] buy = new boolean[FIRST_CAPACITY];
  long[] price = new long[FIRST_CAPACITY];
  long[] energy = new long[FIRST_CAPACITY];
  long[] time = new long[FIRST_CAPACITY];
  int[] owner = new int[FIRST_CAPACITY]; // -1: an owner of this order alone
  boolean[] clean = new boolean[FIRST_CAPACITY];
  long[] min = new long[FIRST_CAPACITY];
  final List<String> ownerNames = new ArrayList<>();
  private final Map<String, Integer> owners = new HashMap<>();

  void add(CaseOrder order, int areaIndex) {
    if (count == ids.length) {
      resize(count * 2);
    }
    ids[count] = order.id();
    area[count] = areaIndex;
    buy[count] = order.side() == Side.BUY;
    price[count] = order.priceMicroPerKwh();
    energy[count] = order.energyWh();
    Long arrival = order.time();
    time[count] = arrival == null ? ClearingCase.NO_TIME : arrival;
    owner[count] = ownerIndex(order);
    clean[count] = order.clean();
    min[count] = order.minEnergyWh();
    count++;
  }

  private int ownerIndex(CaseOrder order) {
    String name = order.participant();
    if (name == null) {
      return -1;
    }
    return owners.computeIfAbsent(
        name,
        n -> {
          ownerNames.add(n);
          return ownerNames.size() - 1;
        });
  }

  /** Cuts the columns to the orders there are, and renames areas. */
  OrderTable trimmed(int[] areaRank) {
    resize(count);
    for (int i = 0; i < count; i++) {
      area[i] = areaRank[area[i]];
    }
    return this;
  }

  private void resize(int size) {
    ids = Arrays.copyOf(ids, size);
    area = Arrays.copyOf(area, size);
    buy = Arrays.copyOf(buy, size);
    price = Arrays.copyOf(price, size);
    energy = Arrays.copyOf(energy, size);
    time = Arrays.copyOf(time, size);
    owner = Arrays.copyOf(owner, size);
    clean = Arrays.copyOf(clean, size);
    min = Arrays.copyOf(min, size);
  }

  /** Compares arrivals: by time, then id. */
  int compareArrival(int a, int b) {
    int byTime = Long.compare(time[a], time[b]);
    return byTime != 0 ? byTime : ids[a].compareTo(ids[b]);
  }
}
