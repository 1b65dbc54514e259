package org.commonwatt.log.codec;

import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;

/**
 * The version that a frame of commands or an event is written in: the lowest that can say what it
 * says. So a log of a market without links keeps its bytes, and a replay gives them again.
 */
final class FormatVersions {
  /** What was there from the beginning. */
  static final int FIRST = 1;

  /** Several areas and the links between them. */
  static final int AREAS = 2;

  private FormatVersions() {}

  static int of(CommandFrame frame) {
    boolean areas = frame.entries().stream().anyMatch(entry -> hasAreas(entry.command()));
    return areas ? AREAS : FIRST;
  }

  static int of(Event event) {
    boolean areas = false;
    if (event instanceof Event.AuctionCleared auction) {
      areas = !isSingle(auction);
    } else if (event instanceof Event.TradeMade trade) {
      areas = trade.buyOrderId() == 0 || trade.sellOrderId() == 0;
    } else if (event instanceof Event.SlotSettled settled) {
      areas = settled.billLines().stream().anyMatch(FormatVersions::isOfLink);
    }
    return areas ? AREAS : FIRST;
  }

  /** Whether an auction is of one area without links, whose buys and sells are equal. */
  static boolean isSingle(Event.AuctionCleared auction) {
    return auction.areas().size() == 1
        && auction.links().isEmpty()
        && auction.areas().get(0).netExportWh() == 0;
  }

  private static boolean hasAreas(Command command) {
    return command instanceof Command.ActivateRulebook activate
        && !activate.rulebook().areas().isSingle();
  }

  private static boolean isOfLink(BillLine line) {
    return line.kind().compareTo(BillLine.Kind.TAKEN_OVER) > 0;
  }
}
