package org.commonwatt.testkit.market;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.commonwatt.model.Side;

/**
 * The commands of a day of a market: for every slot orders, of which each eighth is cancelled, a
 * tick a minute, the auction, what the members measured, and the ledger's confirmation. The same
 * parameters give the same commands, and the rules refuse none of them.
 *
 * @param rulebook the rules, in which prices of 0.05 to 0.25 are allowed
 * @param slots how many slots are traded and settled, from the start of trading on; 96
 *     quarter-hours are a day
 * @param ordersOfSlot how many orders are placed for each slot
 */
public record MarketDay(Rulebook rulebook, int slots, int ordersOfSlot) {
  private static final int CANCELLED = 8; // one of so many
  private static final long MINUTE = 60_000L;
  private static final long CHEAPEST = 50_000;
  private static final long STEP = 10_000;
  private static final int PRICES = 21;
  private static final int ENERGIES = 1_000;
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  /** What opens the market; before it the engine must be empty. */
  public List<Command> opening() {
    return List.of(new Command.ActivateRulebook(rulebook), new Command.Tick(gate(-1)));
  }

  /** How many steps the day has: one for each slot, and those until the last one is settled. */
  public int steps() {
    return slots + lag();
  }

  /** How many commands all steps have, the opening included. */
  public long commands() {
    long count = opening().size();
    for (int index = 0; index < steps(); index++) {
      count += step(index).size();
    }
    return count;
  }

  /** The instant of the last tick, UTC, milliseconds since the epoch. */
  public long endMillis() {
    return gate(steps() - 1);
  }

  /**
   * The commands from one gate to the next, the later one included.
   *
   * @param index 0 to {@link #steps()} - 1; to be run in order
   */
  public List<Command> step(int index) {
    List<Command> commands = new ArrayList<>();
    if (index < slots) {
      placeAndCancel(index, commands);
    }
    for (long time = gate(index - 1) + MINUTE; time <= gate(index); time += MINUTE) {
      commands.add(new Command.Tick(time));
    }
    int ended = index - lag();
    if (ended >= 0 && ended < slots) {
      settle(slot(ended), commands);
    }
    return commands;
  }

  private void placeAndCancel(int index, List<Command> commands) {
    long firstOrder = 1 + (long) index * ordersOfSlot;
    for (int i = 0; i < ordersOfSlot; i++) {
      Command.PlaceOrder order = order(slot(index), i);
      commands.add(order);
      if (i % CANCELLED == CANCELLED - 1) {
        commands.add(new Command.CancelOrder(order.participant(), firstOrder + i));
      }
    }
  }

  private Command.PlaceOrder order(DeliverySlot slot, int number) {
    Member member = rulebook.members().get(number % rulebook.members().size());
    long random = scattered(slot, number);
    return new Command.PlaceOrder(
        member.participant(),
        "day-" + slot.startMillis() / MINUTE + "-" + number,
        member.area(),
        slot.startMillis(),
        (random & 1) == 0 ? Side.BUY : Side.SELL,
        CHEAPEST + STEP * ((random >>> 1) % PRICES),
        1 + (random >>> 8) % ENERGIES);
  }

  private void settle(DeliverySlot slot, List<Command> commands) {
    for (int i = 0; i < rulebook.members().size(); i++) {
      long random = scattered(slot, -1 - i);
      commands.add(
          new Command.ReportPosition(
              new MeteredPosition(
                  rulebook.members().get(i).participant(),
                  slot,
                  1,
                  random % ENERGIES,
                  (random >>> 16) % ENERGIES,
                  Quality.ACTUAL)));
    }
    String batch = rulebook.market() + "." + slot.startMillis() / 1_000 + ".initial";
    commands.add(new Command.ConfirmBatch(batch, "day", 1));
  }

  /** A number that looks random, not negative. */
  private static long scattered(DeliverySlot slot, int number) {
    long mixed = (slot.startMillis() + number) * SCATTER;
    return ((mixed ^ (mixed >>> 32)) * SCATTER) >>> 16;
  }

  /** How many slots lie between a slot's gate and its end, its own included. */
  private int lag() {
    int minutes = rulebook.timing().slotMinutes();
    return 1 + (rulebook.timing().gateLeadMinutes() + minutes - 1) / minutes;
  }

  private DeliverySlot slot(int index) {
    return rulebook.slotAt(rulebook.timing().tradingStartMillis()).plus(index);
  }

  /** The gate of a slot; of the one before the first, too. */
  private long gate(int index) {
    return rulebook.gateMillis(slot(0)) + index * (long) rulebook.timing().slotMinutes() * MINUTE;
  }
}
