package org.commonwatt.core.storage.advice;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.advice.Advice.Step;
import org.commonwatt.core.storage.advice.AdviceCase.Price;
import org.commonwatt.core.storage.advice.AdviceFault.Code;
import org.commonwatt.core.storage.advice.Moves.Direction;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of a battery that brings most at given prices. It is found by backward induction on
 * the worth of stored energy, exactly; where charging and discharging at once would pay, by branch
 * and bound over the direction of such slots. The schedule is in whole Wh, the bound is that of
 * any.
 */
public final class StorageAdvice {
  /** How many sets of directions are looked at by default. */
  public static final int NODES = 20_000;

  /** How many may be looked at: what is kept of them is less than 200 MB. */
  public static final int MAX_NODES = 1_000_000;

  private static final BigInteger SQUARE = BigInteger.valueOf(1_000_000_000_000L);
  private static final BigInteger MILLION = BigInteger.valueOf(Efficiency.MILLION);

  private final AdviceCase input;
  private final Moves moves;
  private final int slots;

  private StorageAdvice(AdviceCase input) {
    this.input = input;
    moves = new Moves(input);
    slots = input.prices().size();
  }

  /**
   * The direction of a slot.
   *
   * @param before those of other slots that were decided before
   */
  private record Decision(int slot, Direction direction, @Nullable Decision before) {}

  /**
   * Directions of slots, and what comes of them. There may be many, so each keeps what is its own.
   *
   * @param bound what they can bring at most, nano-currency times 10⁶
   * @param burning first slot that charges and discharges at once, -1 when none does
   */
  private record Node(@Nullable Decision decided, BigInteger bound, int burning, int number) {}

  /** Advises, looking at {@link #NODES} sets of directions at most. */
  public static AdviceOutcome of(AdviceCase input) {
    return of(input, NODES);
  }

  /**
   * Advises.
   *
   * @param nodes how many sets of directions are looked at, 1 to {@link #MAX_NODES}
   * @return the schedule, or what is wrong with the case
   */
  public static AdviceOutcome of(AdviceCase input, int nodes) {
    if (nodes < 1 || nodes > MAX_NODES) {
      return new AdviceFault(
          Code.OUT_OF_RANGE,
          "a search looks at 1 to " + MAX_NODES + " sets of directions, not " + nodes,
          "give it a budget in this range");
    }
    AdviceFault fault = input.fault();
    return fault != null ? fault : new StorageAdvice(input).search(nodes);
  }

  private AdviceOutcome search(int nodes) {
    Worth[] worths = worths(directions(null));
    long start = input.startWh() * Efficiency.MILLION;
    if (worths[0].least > start) {
      return new AdviceFault(
          Code.END_OUT_OF_REACH,
          "the battery would have to start with "
              + ((worths[0].least - 1) / Efficiency.MILLION + 1)
              + " Wh to hold "
              + input.leastEndWh()
              + " at the end",
          "ask for less at the end, or give it more slots");
    }
    PriorityQueue<Node> open =
        new PriorityQueue<>(
            Comparator.comparing(Node::bound, Comparator.reverseOrder())
                .thenComparingInt(Node::number));
    open.add(node(null, worths, 0));
    int number = 1;
    Node best = open.element(); // the first that burns nothing, and none is above it
    for (int explored = 1; best.burning() >= 0 && explored < nodes; explored++) {
      open.remove();
      for (Direction direction : List.of(Direction.CHARGE, Direction.DISCHARGE)) {
        Decision decided = new Decision(best.burning(), direction, best.decided());
        Worth[] then = worths(directions(decided));
        if (then[0].least <= start) {
          open.add(node(decided, then, number++));
        }
      }
      best = open.element();
    }
    return advice(best);
  }

  /** What is decided of each slot. */
  private Direction[] directions(@Nullable Decision last) {
    Direction[] directions = new Direction[slots];
    Arrays.fill(directions, Direction.ANY);
    for (Decision one = last; one != null; one = one.before()) {
      directions[one.slot()] = one.direction();
    }
    return directions;
  }

  /** What energy is worth at the borders of slots. */
  private Worth[] worths(Direction[] directions) {
    Worth[] worths = new Worth[slots + 1];
    long most = input.battery().mostWh() * Efficiency.MILLION;
    worths[slots] = Worth.ofNothing(input.leastEndWh() * Efficiency.MILLION, most);
    for (int s = slots - 1; s >= 0; s--) {
      worths[s] = moves.before(s, directions[s], worths[s + 1]);
    }
    return worths;
  }

  /** Follows the best moves, in any parts of a Wh. */
  private Node node(@Nullable Decision decided, Worth[] worths, int number) {
    Direction[] directions = directions(decided);
    long state = input.startWh() * Efficiency.MILLION;
    BigInteger sum = BigInteger.ZERO;
    int burning = -1;
    for (int s = 0; s < slots; s++) {
      long target = moves.target(s, directions[s], state, worths[s + 1]);
      sum = sum.add(moves.worth(s, directions[s], target - state));
      if (burning < 0 && moves.isBurning(s, directions[s], target - state)) {
        burning = s;
      }
      state = target;
      long sell = input.prices().get(s).sellMicroPerKwh();
      sum = sum.add(BigInteger.valueOf(Math.max(0, -sell))); // a removed µWh is rounded up
    }
    return new Node(decided, sum, burning, number);
  }

  /** The best moves in whole Wh: each slot goes on from where the one before has come to. */
  private Advice advice(Node best) {
    Efficiency efficiency = input.battery().efficiency();
    Direction[] directions = directions(best.decided());
    Worth[] worths = worths(directions);
    List<Step> steps = new ArrayList<>();
    BigInteger value = BigInteger.ZERO;
    long state = input.startWh() * Efficiency.MILLION;
    for (int s = 0; s < slots; s++) {
      Worth after = worths[s + 1];
      long target = moves.target(s, directions[s], state, after);
      long injection = target > state ? -charge(target - state, after.least - state) : 0;
      if (target < state) {
        injection = discharge(state - target);
      }
      state += efficiency.changeMicroWh(-injection);
      steps.add(new Step(injection, state));
      Price price = input.prices().get(s);
      long paid = injection < 0 ? price.buyMicroPerKwh() : price.sellMicroPerKwh();
      value = value.add(BigInteger.valueOf(injection).multiply(BigInteger.valueOf(paid)));
    }
    BigInteger[] bound = best.bound().divideAndRemainder(MILLION);
    BigInteger whole = bound[1].signum() < 0 ? bound[0].subtract(BigInteger.ONE) : bound[0];
    return new Advice(steps, value, whole, best.burning() < 0);
  }

  /** The Wh whose charge raises the state by at most so much, but by as much as is needed. */
  private long charge(long rise, long needed) {
    long ppm = input.battery().efficiency().chargePpm();
    long wh = rise / ppm;
    return wh * ppm < needed ? wh + 1 : wh;
  }

  /** The most Wh whose discharge lowers the state by at most so much. */
  private long discharge(long fall) {
    long ppm = input.battery().efficiency().dischargePpm();
    return BigInteger.valueOf(fall).multiply(BigInteger.valueOf(ppm)).divide(SQUARE).longValue();
  }
}
