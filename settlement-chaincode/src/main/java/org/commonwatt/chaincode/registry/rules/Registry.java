package org.commonwatt.chaincode.registry.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.RulebookRows;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.jspecify.annotations.Nullable;

/**
 * The registry contract's functions over a {@link State}: which rulebooks a market had, and which
 * results its auctions, as hashes of what stands on its log.
 */
public final class Registry {
  /** The event of posted entries. */
  public static final String ENTRIES_POSTED = "EntriesPosted";

  private final State state;

  /** The registry on a state, for one transaction. */
  public Registry(State state) {
    this.state = state;
  }

  /**
   * Records the entries of the stretch of the log that follows the last one, once. Only for a
   * submitter of the exchange.
   *
   * @param json canonical JSON of the entries
   * @return what {@link #head} returns from now on
   * @throws Refusal with the first code that applies, in the order of {@link RefusalCode}
   */
  public String post(String json) {
    state.caller().requireMayPost();
    RegistryEntries entries = EntriesText.read(json);
    String market = entries.market();
    RegistryHead head = RegistryHead.read(state.get(head(market)));
    EntryChecks.require(entries, head);
    List<StateKey> keys = new ArrayList<>();
    for (AuctionEntry entry : entries.auctions()) {
      StateKey key = auction(market, Long.toString(entry.slot().startMillis()));
      if (keys.contains(key) || state.get(key) != null) {
        throw new Refusal(
            RefusalCode.AUCTION_EXISTS, "slot " + entry.slot() + " is registered already");
      }
      keys.add(key);
    }
    for (RulebookEntry entry : entries.rulebooks()) {
      state.put(
          RulebookRows.key(market, entry.version()),
          recorded("rulebook", EntriesText.write(entry)));
    }
    for (int i = 0; i < keys.size(); i++) {
      state.put(keys.get(i), recorded("auction", EntriesText.write(entries.auctions().get(i))));
    }
    String next = head.after(entries).write();
    state.put(head(market), next);
    state.event(ENTRIES_POSTED, "{\"market\":\"" + market + "\"," + next.substring(1));
    return next;
  }

  /**
   * How far the registry of a market has come: {@code
   * {"toSequence":…,"nextOffset":…,"rulebookVersion":…}}.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id, {@code HEAD_NOT_FOUND} when
   *     nothing of it is registered
   */
  public String getHead(String market) {
    @Nullable String stored = state.get(head(id(market)));
    if (stored == null) {
      throw new Refusal(RefusalCode.HEAD_NOT_FOUND, market + " has nothing in the registry");
    }
    return stored;
  }

  /**
   * A rulebook: {@code {"rulebook":…,"transactionId":…}}.
   *
   * @throws Refusal {@code MALFORMED}, {@code RULEBOOK_NOT_FOUND}
   */
  public String getRulebook(String market, String version) {
    @Nullable String found =
        version.matches("[1-9][0-9]{0,8}")
            ? state.get(RulebookRows.key(id(market), Integer.parseInt(version)))
            : null;
    if (found == null) {
      throw new Refusal(
          RefusalCode.RULEBOOK_NOT_FOUND,
          "no rulebook " + Fields.quoted(version) + " of this market is registered");
    }
    return found;
  }

  /**
   * Every rulebook of a market by version, a JSON array.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id
   */
  public String listRulebooks(String market) {
    return list(RulebookRows.all(id(market)));
  }

  /**
   * The auction of a slot: {@code {"auction":…,"transactionId":…}}.
   *
   * @throws Refusal {@code MALFORMED}, {@code AUCTION_NOT_FOUND}
   */
  public String getAuction(String market, String slotStartMillis) {
    @Nullable String found =
        slotStartMillis.matches("[0-9]{1,15}")
            ? state.get(auction(id(market), slotStartMillis))
            : null;
    if (found == null) {
      throw new Refusal(
          RefusalCode.AUCTION_NOT_FOUND,
          "no auction of the slot from "
              + Fields.quoted(slotStartMillis)
              + " of this market is registered");
    }
    return found;
  }

  /**
   * Every auction of a market in the order of its slots, a JSON array.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id
   */
  public String listAuctions(String market) {
    return list(new StateKey("auction", List.of(id(market))));
  }

  private String list(StateKey prefix) {
    return state.list(prefix).stream().collect(Collectors.joining(",", "[", "]"));
  }

  private String recorded(String what, String json) {
    return "{\"" + what + "\":" + json + ",\"transactionId\":\"" + state.transactionId() + "\"}";
  }

  private static StateKey head(String market) {
    return new StateKey("registry", List.of(market));
  }

  /** Starts have leading zeros in keys, so that keys are in their order. */
  private static StateKey auction(String market, String slotStartMillis) {
    return new StateKey(
        "auction",
        List.of(market, String.format(Locale.ROOT, "%015d", Long.parseLong(slotStartMillis))));
  }

  private static String id(String market) {
    if (!Ids.isValid(market)) {
      throw Fields.malformed(
          "market", "must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit");
    }
    return market;
  }
}
