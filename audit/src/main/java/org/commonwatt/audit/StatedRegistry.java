package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.RulebookActivated;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.commonwatt.model.Rulebook;

/** What the log has for the registry on the ledger: rulebooks and results of auctions. */
final class StatedRegistry {
  private final Map<Place, Rulebook> commands = new HashMap<>();
  private final TreeMap<Long, Activation> activations = new TreeMap<>();
  private final TreeMap<Long, AuctionEntry> auctions = new TreeMap<>();
  private final StatedSteps steps = new StatedSteps();
  private final StatedDisputes disputes = new StatedDisputes();
  private final Map<Place, UsableEnergyLimited> limits = new LinkedHashMap<>();
  private long lastSequence;

  private record Activation(Place command, LogPlace event) {}

  /** A command that activates a rulebook, or would. */
  void command(Place place, Rulebook rulebook) {
    commands.put(place, rulebook);
  }

  /** Any event of the log, with the hash of its stored bytes. */
  void event(EventEnvelope envelope, Hash hash) {
    lastSequence = envelope.sequence();
    LogPlace place = new LogPlace(envelope.sequence(), hash);
    steps.event(envelope.event(), place);
    disputes.event(envelope.event(), envelope.sequence(), hash);
    if (envelope.event() instanceof UsableEnergyLimited limited
        && !NameplateRecount.isNameplate(limited.limit())) {
      limits.put(Place.command(envelope.commandOffset(), envelope.commandIndex()), limited);
    } else if (envelope.event() instanceof AuctionCleared auction) {
      auctions.put(lastSequence, new AuctionEntry(auction.slot(), place));
    } else if (envelope.event() instanceof RulebookActivated) {
      Place command = Place.command(envelope.commandOffset(), envelope.commandIndex());
      activations.put(lastSequence, new Activation(command, place));
    }
  }

  /** What the log's guarantees must move on the ledger, by account. */
  Map<String, List<Step>> steps(String market) {
    return steps.of(market, activated());
  }

  /** What bounds storage units, by the commands that said so. */
  Map<Place, UsableEnergyLimited> limits() {
    return limits;
  }

  /** What the log has for disputes on the ledger. */
  StatedDisputes disputes() {
    return disputes;
  }

  /** Versions of the rulebooks with guarantees that were activated. */
  Set<Integer> guaranteed() {
    return activated().stream()
        .filter(rulebook -> rulebook.guarantees() != null)
        .map(Rulebook::version)
        .collect(Collectors.toSet());
  }

  private List<Rulebook> activated() {
    List<Rulebook> activated = new ArrayList<>();
    for (Activation one : activations.values()) {
      Rulebook rulebook = commands.get(one.command());
      if (rulebook != null) {
        activated.add(rulebook);
      }
    }
    return activated;
  }

  /** Number of the log's last event, 0 without any. */
  long lastSequence() {
    return lastSequence;
  }

  /** Rulebooks that were activated in a stretch of the log, in order. */
  List<RulebookEntry> rulebooks(long fromSequence, long toSequence) {
    List<RulebookEntry> found = new ArrayList<>();
    for (Activation one : within(activations, fromSequence, toSequence)) {
      Rulebook rulebook = commands.get(one.command());
      if (rulebook != null) { // else the event has no command, which is told elsewhere
        found.add(RulebookEntry.of(rulebook, one.event()));
      }
    }
    return found;
  }

  /** Auctions that were cleared in a stretch of the log, in order. */
  List<AuctionEntry> auctions(long fromSequence, long toSequence) {
    return within(auctions, fromSequence, toSequence);
  }

  private static <T> List<T> within(TreeMap<Long, T> all, long from, long to) {
    return from > to ? List.of() : List.copyOf(all.subMap(from, true, to, true).values());
  }
}
