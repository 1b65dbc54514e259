package org.commonwatt.core.storage.advice;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.advice.AdviceCase.Price;
import org.commonwatt.core.storage.advice.Worth.Piece;
import org.jspecify.annotations.Nullable;

/**
 * How a battery can move in a slot, and what that costs. Where charging and discharging at once
 * would pay, as at negative prices, the two together are one straight piece until a direction is
 * decided: more than is possible, and never less.
 */
final class Moves {
  private final AdviceCase input;
  private final long rise; // µWh
  private final long fall;
  private final Slope[] buy;
  private final Slope[] sell;
  private final @Nullable Slope[] both; // of slots in which burning would pay

  /** Directions that are allowed in a slot. */
  enum Direction {
    ANY,
    CHARGE,
    DISCHARGE
  }

  Moves(AdviceCase input) {
    this.input = input;
    Efficiency efficiency = input.battery().efficiency();
    rise = efficiency.storedMicroWh(input.battery().chargeSlotWh());
    fall = efficiency.removedMicroWh(input.battery().dischargeSlotWh());
    int slots = input.prices().size();
    buy = new Slope[slots];
    sell = new Slope[slots];
    both = new Slope[slots];
    for (int s = 0; s < slots; s++) {
      Price price = input.prices().get(s);
      buy[s] = Slope.of(price.buyMicroPerKwh(), 1, efficiency.chargePpm());
      long million = Efficiency.MILLION;
      sell[s] = Slope.of(price.sellMicroPerKwh(), efficiency.dischargePpm(), million * million);
      if (buy[s].compareTo(sell[s]) < 0 && rise + fall > 0) {
        both[s] = together(buy[s], sell[s]);
      }
    }
  }

  /** The slope of the straight line between a full discharge and a full charge. */
  private Slope together(Slope in, Slope out) {
    BigInteger risen = in.above().multiply(out.below()).multiply(BigInteger.valueOf(rise));
    BigInteger fallen = out.above().multiply(in.below()).multiply(BigInteger.valueOf(fall));
    BigInteger below = in.below().multiply(out.below()).multiply(BigInteger.valueOf(rise + fall));
    return new Slope(risen.add(fallen), below);
  }

  /** How far the state may rise in a slot, µWh. */
  long rise(Direction direction) {
    return direction == Direction.DISCHARGE ? 0 : rise;
  }

  private long fall(Direction direction) {
    return direction == Direction.CHARGE ? 0 : fall;
  }

  /** The one piece of a slot whose direction is open and matters, else null. */
  private @Nullable Slope together(int slot, Direction direction) {
    return direction == Direction.ANY ? both[slot] : null;
  }

  /** What energy is worth before a slot. */
  Worth before(int slot, Direction direction, Worth after) {
    long least = input.battery().leastWh() * Efficiency.MILLION;
    long most = input.battery().mostWh() * Efficiency.MILLION;
    List<Piece> pieces;
    Slope line = together(slot, direction);
    if (line != null) {
      pieces = List.of(new Piece(line, rise + fall));
    } else if (direction == Direction.ANY) {
      pieces = List.of(new Piece(buy[slot], rise), new Piece(sell[slot], fall));
    } else if (direction == Direction.CHARGE) {
      pieces = List.of(new Piece(buy[slot], rise));
    } else {
      pieces = List.of(new Piece(sell[slot], fall));
    }
    return after.before(rise(direction), pieces, least, most);
  }

  /** Where the state should go in a slot, µWh; the nearest of the best. */
  long target(int slot, Direction direction, long state, Worth after) {
    long highest = Math.min(after.most, state + rise(direction));
    long lowest = Math.max(after.least, state - fall(direction));
    Slope line = together(slot, direction);
    if (line != null) {
      long up = after.riseTo(lowest, line);
      return Math.min(highest, Math.max(lowest, up));
    }
    long up = Math.min(highest, after.riseTo(state, buy[slot]));
    if (up > state) {
      return up;
    }
    return Math.max(lowest, Math.min(highest, after.fallTo(state, sell[slot])));
  }

  /** What moving brings, nano-currency times 10⁶, rounded up. */
  BigInteger worth(int slot, Direction direction, long moved) {
    Slope line = together(slot, direction);
    if (line != null) {
      BigInteger all = sell[slot].worth(fall);
      return all.subtract(line.worth(moved + fall)).add(BigInteger.ONE); // both are rounded
    }
    return moved >= 0 ? buy[slot].negated().worth(moved) : sell[slot].worth(-moved);
  }

  /** Whether a slot charges and discharges at once, more or less. */
  boolean isBurning(int slot, Direction direction, long moved) {
    return together(slot, direction) != null && moved != rise && moved != -fall;
  }
}
