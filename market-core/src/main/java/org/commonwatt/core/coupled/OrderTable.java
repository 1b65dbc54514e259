package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.commonwatt.model.Side;

/**
 * The orders of a case, a column each. While they are collected a row is the order's index in the
 * case; {@link #group} then sorts the rows by area, so that what looks at one area runs through
 * memory.
 */
final class OrderTable {
  private static final int FIRST_CAPACITY = 64;

  int count;
  String[] ids = new String[FIRST_CAPACITY];
  int[] area = new int[FIRST_CAPACITY];
  byte[] sign = new byte[FIRST_CAPACITY]; // of the supply: 1 for a sell, -1 for a buy
  long[] price = new long[FIRST_CAPACITY];
  long[] energy = new long[FIRST_CAPACITY];
  long[] time = new long[FIRST_CAPACITY];
  int[] owner = new int[FIRST_CAPACITY]; // -1: an owner of this order alone
  boolean[] clean = new boolean[FIRST_CAPACITY];
  long[] min = new long[FIRST_CAPACITY];
  final List<String> ownerNames = new ArrayList<>();
  int[] row = new int[0]; // per order of the case, once grouped
  int[] first = new int[0]; // per area, its first row; one more for the end
  int[] withMinimum = new int[0]; // rows
  long[] lowest = new long[0]; // per area, limit prices, µ/kWh
  long[] highest = new long[0];
  private final Map<String, Integer> owners = new HashMap<>();

  void add(CaseOrder order, int areaIndex) {
    if (count == ids.length) {
      resize(count * 2);
    }
    ids[count] = order.id();
    area[count] = areaIndex;
    sign[count] = (byte) (order.side() == Side.BUY ? -1 : 1);
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

  /** Renames areas, cuts the columns to the orders there are and sorts them by area. */
  OrderTable group(int[] areaRank) {
    first = new int[areaRank.length + 1];
    boolean sorted = true;
    for (int i = 0; i < count; i++) {
      area[i] = areaRank[area[i]];
      first[area[i] + 1]++;
      sorted &= i == 0 || area[i - 1] <= area[i];
    }
    for (int a = 0; a < areaRank.length; a++) {
      first[a + 1] += first[a];
    }
    row = new int[count];
    int[] next = first.clone();
    for (int i = 0; i < count; i++) {
      row[i] = next[area[i]]++;
    }
    resize(count);
    if (!sorted) {
      moveRows();
    }
    findRanges();
    withMinimum = IntStream.range(0, count).filter(i -> min[i] > 0).toArray();
    return this;
  }

  private void findRanges() {
    lowest = new long[first.length - 1];
    highest = new long[first.length - 1];
    Arrays.fill(lowest, Long.MAX_VALUE);
    Arrays.fill(highest, Long.MIN_VALUE);
    for (int i = 0; i < count; i++) {
      lowest[area[i]] = Math.min(lowest[area[i]], price[i]);
      highest[area[i]] = Math.max(highest[area[i]], price[i]);
    }
  }

  private void moveRows() {
    OrderTable old = new OrderTable();
    old.takeColumns(this);
    takeColumns(new OrderTable());
    resize(count);
    for (int i = 0; i < count; i++) {
      int r = row[i];
      ids[r] = old.ids[i];
      area[r] = old.area[i];
      sign[r] = old.sign[i];
      price[r] = old.price[i];
      energy[r] = old.energy[i];
      time[r] = old.time[i];
      owner[r] = old.owner[i];
      clean[r] = old.clean[i];
      min[r] = old.min[i];
    }
  }

  private void takeColumns(OrderTable other) {
    ids = other.ids;
    area = other.area;
    sign = other.sign;
    price = other.price;
    energy = other.energy;
    time = other.time;
    owner = other.owner;
    clean = other.clean;
    min = other.min;
  }

  private void resize(int size) {
    ids = Arrays.copyOf(ids, size);
    area = Arrays.copyOf(area, size);
    sign = Arrays.copyOf(sign, size);
    price = Arrays.copyOf(price, size);
    energy = Arrays.copyOf(energy, size);
    time = Arrays.copyOf(time, size);
    owner = Arrays.copyOf(owner, size);
    clean = Arrays.copyOf(clean, size);
    min = Arrays.copyOf(min, size);
  }

  /** Whether an order buys. */
  boolean isBuy(int row) {
    return sign[row] < 0;
  }

  /** Compares arrivals of two rows: by time, then id. */
  int compareArrival(int a, int b) {
    int byTime = Long.compare(time[a], time[b]);
    return byTime != 0 ? byTime : ids[a].compareTo(ids[b]);
  }
}
