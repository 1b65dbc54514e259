package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A system of linear inequalities in whole numbers, each within two bounds: has it a solution?
 * Simplex on exact fractions for any numbers (Dutertre and de Moura's form, in which bounds can be
 * changed at any time), then branching on what is not whole. Bland's rule keeps it from circling.
 */
final class WholeSystem {
  private static final long MAX_STEPS = 50_000_000; // cells of the rows, in all pivots
  private static final long MAX_CELLS = 5_000_000; // of all rows: what memory holds
  private static final int MAX_DEPTH =
      100; // of branches; endless rays without whole points are longer

  private final int variables;
  private final long maxSteps;
  private final List<Fraction[]> rows = new ArrayList<>(); // over the columns
  private final List<Integer> basic = new ArrayList<>(); // per row
  private final int[] column; // what stands in each column
  private final List<Fraction> value = new ArrayList<>(); // per variable, then per row's sum
  private final List<@Nullable Fraction> least = new ArrayList<>();
  private final List<@Nullable Fraction> most = new ArrayList<>();
  private int pivots;
  private int depth;
  private boolean exhausted;
  private boolean tooLarge;

  /**
   * Starts with variables and their bounds.
   *
   * @param least per variable
   * @param most per variable, not less
   * @param near a guess of each
   * @param maxSteps of cells, after which it is given up, if that is before its own limit
   */
  WholeSystem(long[] least, long[] most, long[] near, long maxSteps) {
    this.maxSteps = Math.min(maxSteps, MAX_STEPS);
    variables = least.length;
    column = new int[variables];
    for (int j = 0; j < variables; j++) {
      column[j] = j;
      this.least.add(Fraction.of(least[j]));
      this.most.add(Fraction.of(most[j]));
      value.add(Fraction.of(Math.max(least[j], Math.min(most[j], near[j]))));
    }
  }

  /**
   * Demands, before anything is solved, that a sum of products is at least a number. A system of
   * too many cells is given up before it takes their memory.
   */
  void atLeast(int[] which, long[] factors, Fraction bound) {
    if (tooLarge || (rows.size() + 1L) * variables > MAX_CELLS) {
      tooLarge = true;
      exhausted = true;
      return;
    }
    Fraction[] row = new Fraction[variables];
    Fraction sum = Fraction.ZERO;
    for (int i = 0; i < which.length; i++) {
      Fraction factor = Fraction.of(factors[i]);
      Fraction before = row[which[i]];
      row[which[i]] = before == null ? factor : before.plus(factor);
      sum = sum.plus(factor.times(value.get(which[i])));
    }
    basic.add(value.size());
    rows.add(row);
    value.add(sum);
    least.add(bound);
    most.add(null);
  }

  /** Whether the search was given up: what was then said to have no solution may have one. */
  boolean isExhausted() {
    return exhausted;
  }

  /** How many cells of rows were looked at. */
  long steps() {
    return (long) pivots * rows.size() * column.length;
  }

  /** What a variable has in the last solution, near a whole number at any other time. */
  long value(int variable) {
    return value.get(variable).floor();
  }

  /** Keeps a variable within bounds that are closer than before. */
  void keep(int variable, long newLeast, long newMost) {
    least.set(variable, Fraction.of(newLeast));
    most.set(variable, Fraction.of(newMost));
    if (!basic.contains(variable)) {
      Fraction now = value.get(variable);
      Fraction low = Fraction.of(newLeast);
      Fraction high = Fraction.of(newMost);
      if (now.compareTo(low) < 0) {
        move(variable, low);
      } else if (now.compareTo(high) > 0) {
        move(variable, high);
      }
    }
  }

  /**
   * Whether there is a solution with a variable within further bounds; the bounds stay as they are.
   */
  boolean isSolvableWith(int variable, long newLeast, long newMost) {
    @Nullable Fraction low = least.get(variable);
    @Nullable Fraction high = most.get(variable);
    if (newLeast > newMost) {
      return false;
    }
    keep(variable, newLeast, newMost);
    boolean solvable = isSolvable();
    least.set(variable, low);
    most.set(variable, high);
    return solvable;
  }

  /**
   * Whether there is a solution with a variable at a number and all of them within so much of zero;
   * the bounds stay as they are.
   */
  boolean isSolvableNear(int variable, long at, long reach) {
    List<@Nullable Fraction> keptLeast = new ArrayList<>(least);
    List<@Nullable Fraction> keptMost = new ArrayList<>(most);
    for (int j = 0; j < variables; j++) {
      long low = floor(least.get(j), -reach);
      long high = floor(most.get(j), reach);
      keep(j, Math.max(low, -reach), Math.min(high, reach));
    }
    boolean solvable = isSolvableWith(variable, at, at);
    for (int j = 0; j < variables; j++) {
      least.set(j, keptLeast.get(j));
      most.set(j, keptMost.get(j));
    }
    return solvable;
  }

  private static long floor(@Nullable Fraction bound, long otherwise) {
    return bound == null ? otherwise : bound.floor();
  }

  /** Whether there is a solution in whole numbers. */
  boolean isSolvable() {
    if (tooLarge || !isSolvableInFractions()) {
      return false;
    }
    for (int j = 0; j < variables; j++) {
      Fraction at = value.get(j);
      if (!at.isWhole()) {
        long below = at.floor();
        long lowest = floor(least.get(j), below);
        long highest = floor(most.get(j), below + 1);
        return isAnySolvable(j, new long[][] {{below + 1, highest}, {lowest, below}});
      }
    }
    return true;
  }

  private boolean isAnySolvable(int variable, long[][] ranges) {
    if (depth == MAX_DEPTH) {
      exhausted = true;
      return false;
    }
    depth++;
    boolean solvable =
        isSolvableWith(variable, ranges[0][0], ranges[0][1])
            || isSolvableWith(variable, ranges[1][0], ranges[1][1]);
    depth--;
    return solvable;
  }

  private boolean isSolvableInFractions() {
    while (true) {
      int row = firstWrong();
      if (row < 0) {
        return true;
      }
      pivots++;
      if (steps() > maxSteps) {
        exhausted = true;
        return false;
      }
      int wrong = basic.get(row);
      boolean tooSmall = isBelow(wrong, least.get(wrong));
      int entering = entering(rows.get(row), tooSmall);
      if (entering < 0) {
        return false;
      }
      Fraction goal = tooSmall ? least.get(wrong) : most.get(wrong);
      if (goal != null) {
        pivot(row, entering, goal);
      }
    }
  }

  /** The row of the smallest basic variable that is out of its bounds. */
  private int firstWrong() {
    int found = -1;
    for (int r = 0; r < rows.size(); r++) {
      int b = basic.get(r);
      boolean wrong = isBelow(b, least.get(b)) || isAbove(b, most.get(b));
      if (wrong && (found < 0 || b < basic.get(found))) {
        found = r;
      }
    }
    return found;
  }

  private boolean isBelow(int variable, @Nullable Fraction bound) {
    return bound != null && value.get(variable).compareTo(bound) < 0;
  }

  private boolean isAbove(int variable, @Nullable Fraction bound) {
    return bound != null && value.get(variable).compareTo(bound) > 0;
  }

  /** The column of the smallest variable that can move the row's the right way; -1 for none. */
  private int entering(@Nullable Fraction[] row, boolean up) {
    int found = -1;
    for (int c = 0; c < column.length; c++) {
      Fraction factor = row[c];
      if (factor == null || factor.signum() == 0) {
        continue;
      }
      int j = column[c];
      Fraction end = (factor.signum() > 0) == up ? most.get(j) : least.get(j);
      boolean movable = end == null || value.get(j).compareTo(end) != 0;
      if (movable && (found < 0 || j < column[found])) {
        found = c;
      }
    }
    return found;
  }

  /** Gives a variable outside the basis another value. */
  private void move(int variable, Fraction to) {
    int c = 0;
    while (column[c] != variable) {
      c++;
    }
    Fraction more = to.minus(value.get(variable));
    for (int r = 0; r < rows.size(); r++) {
      Fraction factor = rows.get(r)[c];
      if (factor != null) {
        int b = basic.get(r);
        value.set(b, value.get(b).plus(factor.times(more)));
      }
    }
    value.set(variable, to);
  }

  private void pivot(int row, int c, Fraction goal) {
    Fraction[] pivotRow = rows.get(row);
    int leaving = basic.get(row);
    int entering = column[c];
    Fraction factor = pivotRow[c];
    Fraction more = goal.minus(value.get(leaving)).over(factor);
    move(entering, value.get(entering).plus(more));
    for (int k = 0; k < pivotRow.length; k++) {
      if (k != c && pivotRow[k] != null) {
        pivotRow[k] = Fraction.ZERO.minus(pivotRow[k]).over(factor);
      }
    }
    pivotRow[c] = Fraction.ONE.over(factor);
    column[c] = leaving;
    basic.set(row, entering);
    for (int r = 0; r < rows.size(); r++) {
      if (r != row) {
        replace(rows.get(r), pivotRow, c);
      }
    }
  }

  private static void replace(@Nullable Fraction[] row, @Nullable Fraction[] pivotRow, int c) {
    Fraction factor = row[c];
    if (factor == null) {
      return;
    }
    for (int k = 0; k < row.length; k++) {
      Fraction of = pivotRow[k];
      if (of != null) {
        Fraction more = factor.times(of);
        Fraction now = k == c || row[k] == null ? more : row[k].plus(more);
        row[k] = now.signum() == 0 ? null : now;
      }
    }
  }
}
