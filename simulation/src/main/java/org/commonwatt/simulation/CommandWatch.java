package org.commonwatt.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * Reads the commands as they stand on the log: a batch stands there whole, in order and in one
 * frame, or not at all; an answer is that of the command that was sent; and what events tell of
 * orders is what their commands ask for.
 */
final class CommandWatch {
  private final SimulatedBroker broker;
  private final Keyring keys;
  private final Sights sights;
  private final List<CommandFrame> frames = new ArrayList<>(); // by offset
  private final Map<Command, List<Command>> batches = new HashMap<>(); // by each of their orders
  private final Set<List<Command>> stored = new HashSet<>();
  private long timeMillis;

  CommandWatch(SimulatedBroker broker, Keyring keys, Sights sights) {
    this.broker = broker;
    this.keys = keys;
    this.sights = sights;
  }

  /** A batch is about to be sent; its first operation is an order. */
  void sent(List<Command> batch) {
    batch.stream()
        .filter(Command.PlaceOrder.class::isInstance)
        .forEach(order -> batches.put(order, batch));
  }

  /** Reads on; says what is wrong with what came, null when nothing is. */
  @Nullable String catchUp() {
    List<LogEntry> all = broker.commands().all();
    while (frames.size() < all.size()) {
      LogEntry record = all.get(frames.size());
      CommandFrame frame = CommandCodec.decode(record.value(), keys);
      frames.add(frame);
      String problem = whole(frame);
      if (problem != null) {
        return "commands offset " + record.offset() + ": " + problem;
      }
    }
    return null;
  }

  private @Nullable String whole(CommandFrame frame) {
    List<Command> commands = frame.entries().stream().map(CommandFrame.Entry::command).toList();
    int next = 0;
    while (next < commands.size()) {
      List<Command> batch = batches.getOrDefault(commands.get(next), List.of(commands.get(next)));
      int end = Math.min(next + batch.size(), commands.size());
      if (!commands.subList(next, end).equals(batch)) {
        return "a batch is torn: of " + batch + " there are " + commands;
      }
      if (batch.size() > 1) {
        sights.see(Sight.BATCH);
        sights.seeIf(!stored.add(batch), Sight.BATCH_REPEATED);
      }
      next = end;
    }
    return null;
  }

  /** The command that an event is of. */
  Command at(EventEnvelope event) {
    return frames.get((int) event.commandOffset()).entries().get(event.commandIndex()).command();
  }

  /** What is wrong with the answers to commands, null when nothing is. */
  @Nullable String answers(List<Command> asked, List<CommandResult> results) {
    EventEnvelope first = results.get(0).events().get(0);
    int refused = 0;
    for (int i = 0; i < asked.size(); i++) {
      EventEnvelope event = results.get(i).events().get(0);
      if (!at(event).equals(asked.get(i))) {
        return asked.get(i) + " was answered with what another command did: " + event;
      }
      if (event.commandOffset() != first.commandOffset()
          || event.commandIndex() != first.commandIndex() + i) {
        return "a batch was answered from several places: " + first + " and " + event;
      }
      refused += isRefusal(event.event()) ? 1 : 0;
    }
    sights.seeIf(refused > 0 && refused < asked.size(), Sight.BATCH_REFUSED_IN_PART);
    return null;
  }

  private static boolean isRefusal(Event event) {
    return event instanceof Event.OrderRejected
        || event instanceof Event.AmendRejected
        || event instanceof Event.CancelRejected;
  }

  /** What is wrong with an event that comes of its command, null when nothing is. */
  @Nullable String follow(EventEnvelope envelope) {
    Event event = envelope.event();
    if (event instanceof Event.TimeAdvanced advanced) {
      timeMillis = advanced.timeMillis();
    }
    return isAsked(event, at(envelope)) ? null : "its command asks for something else: " + event;
  }

  private boolean isAsked(Event event, Command command) {
    if (event instanceof Event.OrderAccepted order) {
      return order(order).equals(command);
    } else if (event instanceof Event.OrderAmended order) {
      return command instanceof Command.AmendOrder amend
          && amend.orderId() == order.orderId()
          && amend.energyWh() == order.energyWh()
          && amend.priceMicroPerKwh() == order.priceMicroPerKwh();
    } else if (event instanceof Event.MassCancelled all) {
      return new Command.CancelAll(all.participant(), all.slotStartMillis(), all.area(), all.side())
          .equals(command);
    } else if (event instanceof Event.CancelAfterSet set) {
      return command instanceof Command.CancelAfter after
          && after.participant().equals(set.participant())
          && set.deadlineMillis()
              == (after.seconds() == 0 ? 0 : timeMillis + after.seconds() * 1_000L);
    } else if (event instanceof Event.CancelAfterPassed) {
      return command instanceof Command.Tick;
    }
    return !(event instanceof Event.OrderCancelled order) || isAsked(order, command);
  }

  private static boolean isAsked(Event.OrderCancelled order, Command command) {
    if (order.reason() == CancelReason.BY_OWNER) {
      return command instanceof Command.CancelOrder cancel && cancel.orderId() == order.orderId();
    }
    return (order.reason() == CancelReason.MASS_CANCEL) == command instanceof Command.CancelAll;
  }

  private static Command order(Event.OrderAccepted order) {
    return new Command.PlaceOrder(
        order.participant(),
        order.clientOrderId(),
        order.area(),
        order.slot().startMillis(),
        order.side(),
        order.priceMicroPerKwh(),
        order.energyWh(),
        order.terms());
  }
}
