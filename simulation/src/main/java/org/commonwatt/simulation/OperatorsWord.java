package org.commonwatt.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/** What stands on the log of what an operator may do, and who asked for it. */
final class OperatorsWord {
  private final Map<Place, Command> asked = new HashMap<>();

  /** Where a command stands on the log. */
  private record Place(long offset, int index) {}

  /** Reads the commands. */
  OperatorsWord(List<LogEntry> commands, Keyring keys) {
    for (LogEntry entry : commands) {
      CommandFrame frame = CommandCodec.decode(entry.value(), keys);
      for (int i = 0; i < frame.entries().size(); i++) {
        asked.put(new Place(entry.offset(), i), frame.entries().get(i).command());
      }
    }
  }

  /** The first thing that was done by another's word, or otherwise; null when nothing was. */
  @Nullable String problem(List<EventEnvelope> events) {
    for (EventEnvelope envelope : events) {
      Event event = envelope.event();
      Command word = asked.get(new Place(envelope.commandOffset(), envelope.commandIndex()));
      String operator = operator(event);
      if (operator != null && !operator.equals(who(word))) {
        return "somebody who is not the operator was taken for him: " + event;
      }
      if (event instanceof Event.LinkLimited limit && !limit.equals(told(word, limit))) {
        return "a link was limited otherwise than the operator said: " + event;
      }
    }
    return null;
  }

  /** Who must have asked for what an event tells; null when it is no operator's doing. */
  private static @Nullable String operator(Event event) {
    boolean done =
        event instanceof Event.AuctionCancelled
            || event instanceof Event.TradeBusted
            || event instanceof Event.LinkLimited;
    if (done) {
      return Community.OPERATOR;
    }
    return event instanceof Event.AuctionCancelRejected refused
        ? refused.operator()
        : event instanceof Event.BustRejected bust
            ? bust.operator()
            : event instanceof Event.LinkLimitRejected limit ? limit.operator() : null;
  }

  private static String who(@Nullable Command word) {
    return word instanceof Command.CancelAuction cancel
        ? cancel.operator()
        : word instanceof Command.BustTrade bust
            ? bust.operator()
            : word instanceof Command.LimitLink limit ? limit.operator() : "";
  }

  private static @Nullable Event told(@Nullable Command word, Event.LinkLimited done) {
    return word instanceof Command.LimitLink limit
            && limit.slotStartMillis() == done.slot().startMillis()
        ? new Event.LinkLimited(
            done.slot(),
            limit.from(),
            limit.to(),
            limit.minFlowWh(),
            limit.maxFlowWh(),
            limit.reason())
        : null;
  }
}
