package org.commonwatt.cli.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Solar and wind plants in a sunny week, and what the grid cannot take of them. Each plant's output
 * is a curve of the day times its capacity and a draw of the day; where all together are above what
 * the grid takes, each is curtailed by the same share. All of it is synthetic.
 */
final class Fleet {
  private static final int MILLION = 1_000_000;
  private static final int SUNRISE = 28; // 7:00
  private static final int SUNSET = 80; // 20:00
  private static final int SOLAR_OF_HUNDRED = 62;

  /** Of all capacity so much is taken by the grid, ppm: the week's noons are above it. */
  private static final int GRID_PPM = 520_000;

  private final List<Plant> plants = new ArrayList<>();
  private final SplittableRandom random;
  private final long gridSlotWh;
  private final int[] forecastPpm; // of each plant's capacity around noon, this day
  private final int[] actualPpm;

  /**
   * A plant.
   *
   * @param id of its account
   * @param capacityW its power
   */
  record Plant(String id, boolean solar, long capacityW) {}

  Fleet(int count, SplittableRandom random) {
    this.random = random;
    long capacity = 0;
    for (int i = 0; i < count; i++) {
      boolean solar = i * 100 < count * SOLAR_OF_HUNDRED;
      long mw = solar ? 10 + random.nextInt(71) : 20 + random.nextInt(81);
      String id = (solar ? "solar-%03d" : "wind-%03d").formatted(i + 1);
      plants.add(new Plant(id, solar, mw * MILLION));
      capacity += mw * MILLION;
    }
    gridSlotWh = capacity / 4 / 1_000 * (GRID_PPM / 1_000);
    forecastPpm = new int[count];
    actualPpm = new int[count];
  }

  List<Plant> plants() {
    return plants;
  }

  /** Draws the next day: a sunny one, forecast a little wrong. */
  void nextDay() {
    for (int i = 0; i < plants.size(); i++) {
      forecastPpm[i] =
          plants.get(i).solar()
              ? 850_000 + random.nextInt(120_000)
              : 150_000 + random.nextInt(350_000);
      actualPpm[i] = Math.min(MILLION, forecastPpm[i] / 1_000 * (950 + random.nextInt(101)));
    }
  }

  /** What every plant is expected to produce in a slot of the day, Wh. */
  long[] forecastWh(int slot) {
    return output(slot, forecastPpm);
  }

  /** What every plant can produce in a slot of the day, Wh. */
  long[] actualWh(int slot) {
    return output(slot, actualPpm);
  }

  /** What of each output the grid does not take, Wh. */
  long[] surplus(long[] output) {
    long sum = 0;
    for (long one : output) {
      sum += one;
    }
    long[] surplus = new long[output.length];
    long above = Math.max(0, sum - gridSlotWh);
    long ppm = above == 0 ? 0 : Math.floorDiv(Math.multiplyExact(above, (long) MILLION), sum);
    for (int i = 0; i < output.length; i++) {
      surplus[i] = output[i] * ppm / MILLION;
    }
    return surplus;
  }

  private long[] output(int slot, int[] ppm) {
    long[] output = new long[plants.size()];
    for (int i = 0; i < output.length; i++) {
      Plant plant = plants.get(i);
      long curve = plant.solar() ? sunPpm(slot) : MILLION;
      output[i] = plant.capacityW() / 4 / 1_000 * ppm[i] / 1_000 * curve / MILLION;
    }
    return output;
  }

  /** A parabola from sunrise to sunset. */
  private static long sunPpm(int slot) {
    if (slot <= SUNRISE || slot >= SUNSET) {
      return 0;
    }
    long length = SUNSET - SUNRISE;
    long at = slot - SUNRISE;
    return 4 * MILLION * at * (length - at) / (length * length);
  }
}
