package org.commonwatt.chaincode.registry.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;

/** What entries must be, beyond their spelling; in the order of {@link RefusalCode}. */
final class EntryChecks {
  private EntryChecks() {}

  /** Refuses entries that do not follow the market's last ones, or contradict themselves. */
  static void require(RegistryEntries entries, RegistryHead head) {
    if (entries.rulebooks().isEmpty() && entries.auctions().isEmpty()) {
      throw new Refusal(RefusalCode.NO_ENTRIES, "wait for a rulebook or an auction");
    }
    if (entries.fromSequence() != head.toSequence() + 1) {
      throw new Refusal(RefusalCode.WRONG_START, "fromSequence must be " + (head.toSequence() + 1));
    }
    requireOrder(entries, entries.rulebooks().stream().map(RulebookEntry::place).toList());
    requireOrder(entries, entries.auctions().stream().map(AuctionEntry::place).toList());
    int version = head.rulebookVersion();
    for (RulebookEntry entry : entries.rulebooks()) {
      version++;
      if (entry.version() != version) {
        throw new Refusal(
            RefusalCode.WRONG_VERSION,
            "rulebook version " + entry.version() + " cannot follow: the next one is " + version);
      }
    }
    entries.rulebooks().forEach(EntryChecks::requireAreas);
  }

  private static void requireOrder(RegistryEntries entries, List<LogPlace> places) {
    long before = entries.fromSequence() - 1;
    for (LogPlace place : places) {
      if (place.sequence() <= before || place.sequence() > entries.toSequence()) {
        throw new Refusal(
            RefusalCode.WRONG_SEQUENCE,
            "sequence "
                + place.sequence()
                + " must be from "
                + (before + 1)
                + " to "
                + entries.toSequence());
      }
      before = place.sequence();
    }
  }

  private static void requireAreas(RulebookEntry entry) {
    Set<String> areas = new HashSet<>(entry.areas());
    for (AreaLink link : entry.links()) {
      for (String end : List.of(link.from(), link.to())) {
        if (!areas.contains(end)) {
          throw new Refusal(
              RefusalCode.UNKNOWN_AREA,
              "rulebook version " + entry.version() + " has a link, but no area " + end);
        }
      }
    }
  }
}
