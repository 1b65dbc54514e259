package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;

/** A market under test that keeps all its events. */
final class TestMarket {
  static final long MINUTE = 60_000L;
  static final long QUARTER = 15 * MINUTE;
  static final long START = Rulebooks.START;

  /** The first slot. */
  static final DeliverySlot SLOT = new DeliverySlot(START, 15);

  private final MarketStateMachine machine;
  private final List<Event> events = new ArrayList<>();

  TestMarket() {
    this(new MarketStateMachine());
  }

  TestMarket(MarketStateMachine machine) {
    this.machine = machine;
  }

  /** A market under a rulebook, before its first tick. */
  static TestMarket under(Rulebook rulebook) {
    TestMarket market = new TestMarket();
    market.apply(new Command.ActivateRulebook(rulebook));
    return market;
  }

  /** A market under the standard rulebook whose first slot is open. */
  static TestMarket open() {
    TestMarket market = under(Rulebooks.standard());
    market.tick(START - 60 * MINUTE);
    return market;
  }

  MarketStateMachine machine() {
    return machine;
  }

  /** All events so far. */
  List<Event> events() {
    return events;
  }

  /** All events of a type so far. */
  <E extends Event> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Applies a command and returns its events. */
  List<Event> apply(Command command) {
    return apply(CommandOrigin.NONE, command);
  }

  List<Event> apply(CommandOrigin origin, Command command) {
    int before = events.size();
    machine.apply(new Entry(origin, command), events::add);
    return List.copyOf(events.subList(before, events.size()));
  }

  List<Event> tick(long timeMillis) {
    return apply(new Command.Tick(timeMillis));
  }

  /** Places an order for the first slot under a new client order id. */
  List<Event> place(String participant, Side side, long price, long energyWh) {
    return apply(order(participant, "c-" + events.size(), side, price, energyWh));
  }

  List<Event> report(String participant, DeliverySlot slot, long importWh, long exportWh) {
    return apply(
        new Command.ReportPosition(
            new MeteredPosition(participant, slot, 1, importWh, exportWh, Quality.ACTUAL)));
  }

  /** Reports every member of the standard rulebook as neither importing nor exporting. */
  void reportNothing(DeliverySlot slot) {
    for (String member : List.of("home-01", "home-02", "home-03")) {
      report(member, slot, 0, 0);
    }
  }

  /** An order for the first slot. */
  static PlaceOrder order(
      String participant, String clientOrderId, Side side, long price, long energyWh) {
    return new PlaceOrder(participant, clientOrderId, "village", START, side, price, energyWh);
  }
}
