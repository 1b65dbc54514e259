package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Systems of inequalities in whole numbers against trying all numbers. */
class WholeSystemTest {
  private static final int LEAST = -3;
  private static final int MOST = 4;

  /** Rows of factors of three variables; the last number is the bound. */
  private static long[][] rows(Random random) {
    long[][] rows = new long[1 + random.nextInt(4)][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = random.longs(4, -6, 7).toArray();
      rows[r][3] *= 2;
    }
    return rows;
  }

  private static WholeSystem system(long[][] rows) {
    WholeSystem system =
        new WholeSystem(
            new long[] {LEAST, LEAST, LEAST},
            new long[] {MOST, MOST, MOST},
            new long[3],
            1_000_000);
    for (long[] row : rows) {
      long[] factors = {row[0], row[1], row[2]};
      system.atLeast(new int[] {0, 1, 2}, factors, Fraction.of(row[3]));
    }
    return system;
  }

  /** Whether any numbers do, the first of them within other bounds. */
  private static boolean byTrying(long[][] rows, int least, int most) {
    for (int x = least; x <= most; x++) {
      for (int y = LEAST; y <= MOST; y++) {
        for (int z = LEAST; z <= MOST; z++) {
          if (holds(rows, x, y, z)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean holds(long[][] rows, long x, long y, long z) {
    for (long[] row : rows) {
      if (row[0] * x + row[1] * y + row[2] * z < row[3]) {
        return false;
      }
    }
    return true;
  }

  @Property(tries = 1000)
  void itIsSolvableWhenAnyNumbersDoAndFindsSome(@ForAll long seed) {
    long[][] rows = rows(new Random(seed));
    WholeSystem system = system(rows);
    assertThat(system.isSolvable()).isEqualTo(byTrying(rows, LEAST, MOST));
    assertThat(system.isExhausted()).isFalse();
    if (system.isSolvable()) {
      assertThat(holds(rows, system.value(0), system.value(1), system.value(2))).isTrue();
    }
  }

  /** Each question leaves the system as it was. */
  @Property(tries = 500)
  void closerBoundsAreAskedOneAfterTheOther(@ForAll long seed) {
    Random random = new Random(seed);
    long[][] rows = rows(random);
    WholeSystem system = system(rows);
    for (int i = 0; i < 10; i++) {
      int least = LEAST + random.nextInt(MOST - LEAST + 1);
      int most = Math.min(MOST, least + random.nextInt(3));
      assertThat(system.isSolvableWith(0, least, most)).isEqualTo(byTrying(rows, least, most));
    }
    assertThat(system.isSolvable()).isEqualTo(byTrying(rows, LEAST, MOST));
    system.keep(0, 0, 0);
    assertThat(system.isSolvable()).isEqualTo(byTrying(rows, 0, 0));
  }

  /** 3x + 3y = 7 has solutions in fractions only. */
  @Example
  void fractionsAreNoSolution() {
    long[][] rows = {{3, 3, 0, 7}, {-3, -3, 0, -7}};
    assertThat(system(rows).isSolvable()).isFalse();
  }

  /** A row has a cell for each variable. */
  @Example
  void aSystemOfTooManyCellsIsGivenUpBeforeItTakesTheirMemory() {
    int variables = 50_000;
    WholeSystem system =
        new WholeSystem(
            new long[variables], new long[variables], new long[variables], Long.MAX_VALUE);
    for (int row = 0; row < variables; row++) {
      system.atLeast(new int[] {row}, new long[] {1}, Fraction.of(0));
    }
    assertThat(system.isExhausted()).isTrue();
    assertThat(system.isSolvable()).isFalse();
    assertThat(system.isSolvableWith(0, 0, 0)).isFalse();
  }

  @Example
  void aSystemIsGivenUpWhenItsStepsAreSpent() {
    WholeSystem system = new WholeSystem(new long[2], new long[] {9, 9}, new long[2], 0);
    system.atLeast(new int[] {0, 1}, new long[] {1, 1}, Fraction.of(5));
    assertThat(system.isSolvable()).isFalse();
    assertThat(system.isExhausted()).isTrue();
  }
}
