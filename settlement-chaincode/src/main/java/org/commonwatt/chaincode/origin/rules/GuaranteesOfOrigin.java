package org.commonwatt.chaincode.origin.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Head;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.Ids;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * The origin contract's functions over a {@link State}: each batch gives guarantees once, nobody
 * moves or retires more than it holds.
 */
public final class GuaranteesOfOrigin {
  /** The event of a recorded run. */
  public static final String RUN_POSTED = "OriginPosted";

  /** The event of a declared source. */
  public static final String SOURCE_DECLARED = "SourceDeclared";

  private static final long MILLIS_PER_DAY = 86_400_000;

  private final State state;

  /** Guarantees on a state, for one transaction. */
  public GuaranteesOfOrigin(State state) {
    this.state = state;
  }

  /**
   * Declares what an account's injection is made of, or that it is a storage, for slots that have
   * no guarantees yet. This and {@link #post} only for a submitter of the exchange.
   *
   * @param json canonical JSON of the declaration
   * @return the declaration
   * @throws Refusal with the first code that applies, in the order of {@link RefusalCode}
   */
  public String declare(String json) {
    state.caller().requireMayPost();
    SourceDeclaration declaration = OriginText.readDeclaration(json);
    List<SourceDeclaration> all = sources(declaration.market(), declaration.area());
    @Nullable String stored = state.get(head(declaration.market()));
    long earliest = stored == null ? 0 : Head.read(stored).slotEndMillis();
    for (SourceDeclaration other : all) {
      if (other.account().equals(declaration.account())) {
        earliest = Math.max(earliest, other.fromMillis() + 1);
      }
    }
    if (declaration.fromMillis() < earliest) {
      throw new Refusal(RefusalCode.DECLARED_TOO_LATE, "fromMillis must be at least " + earliest);
    }
    all.add(declaration);
    state.put(
        sourcesOf(declaration.market(), declaration.area()),
        OriginText.array(all, OriginText::write));
    new StorageStock(state, declaration.market()).declared(declaration);
    state.event(SOURCE_DECLARED, json);
    return json;
  }

  /**
   * Records what a settlement run gives, once, behind the run of the batch before.
   *
   * @param json canonical JSON of the run
   * @return what {@link #getHead} returns from now on
   * @throws Refusal with the first code that applies, in the order of {@link RefusalCode}
   */
  public String post(String json) {
    state.caller().requireMayPost();
    OriginRun run = OriginText.readRun(json);
    Head next = follow(run);
    String after;
    try {
      requireOrdered(run);
      requireDeclared(run);
      StorageStock stock = new StorageStock(state, run.market());
      Map<String, OriginStorage> storages = stock.storages(run);
      StoredSlot before = StoredSlot.read(state.get(slot(run.market(), run.slot().startMillis())));
      after = before.after(run).write(run, state.transactionId());
      stock.take(storages, before.entries(), run);
    } catch (ArithmeticException e) {
      throw new Refusal(
          RefusalCode.AMOUNT_OVERFLOW, "sums of a slot's wh must fit in 64 bits, with their sign");
    }
    state.put(slot(run.market(), run.slot().startMillis()), after);
    state.put(head(run.market()), next.write());
    state.event(RUN_POSTED, "{\"market\":\"" + run.market() + "\"," + next.write().substring(1));
    return next.write();
  }

  private static void requireOrdered(OriginRun run) {
    if (!run.entries().isOrdered()) {
      throw new Refusal(
          RefusalCode.UNSORTED_ENTRIES,
          "write each list in its order, each entry once and none of 0 Wh");
    }
  }

  private Head follow(OriginRun run) {
    Settlement.Recorded recorded = Settlement.recorded(state, run.market(), run.batchId());
    if (!recorded.hash().equals(run.batchHash()) || !recorded.batch().slot().equals(run.slot())) {
      throw new Refusal(
          RefusalCode.WRONG_BATCH,
          run.batchId() + " is of " + recorded.batch().slot() + " and has hash " + recorded.hash());
    }
    @Nullable String stored = state.get(head(run.market()));
    @Nullable Head before = stored == null ? null : Head.read(stored);
    if (before != null && !before.batchHash().equals(recorded.batch().predecessor())) {
      throw new Refusal(
          RefusalCode.WRONG_RUN,
          "the next run must be of the batch behind " + before.batchId() + ", the last one's");
    }
    return Head.of(recorded.batch(), before);
  }

  private void requireDeclared(OriginRun run) {
    Map<String, List<SourceDeclaration>> byArea = new HashMap<>();
    StoredSlot.areas(run.entries()).forEach(area -> byArea.put(area, sources(run.market(), area)));
    Map<String, @Nullable SourceDeclaration> known = new HashMap<>();
    byArea.forEach(
        (area, all) -> {
          for (SourceDeclaration one : all) {
            if (one.fromMillis() <= run.slot().startMillis()) {
              known.put(one.account() + " " + area, one); // the last one holds
            }
          }
        });
    for (Amount issued : run.entries().issued()) {
      @Nullable SourceDeclaration own = known.get(issued.account() + " " + issued.origin().area());
      if (own == null || own.source() != issued.origin().source()) {
        throw new Refusal(
            RefusalCode.SOURCE_NOT_DECLARED,
            issued.account()
                + " has not declared "
                + issued.origin().source().id()
                + " in "
                + issued.origin().area()
                + " for this slot");
      }
    }
  }

  /**
   * The last run of a market: {@code {"batchId":…,"batchHash":…,"slotEndMillis":…}}.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id, {@code HEAD_NOT_FOUND} when it
   *     has no run
   */
  public String getHead(String market) {
    @Nullable String stored = state.get(head(id(market)));
    if (stored == null) {
      throw new Refusal(RefusalCode.HEAD_NOT_FOUND, market + " has no guarantees of origin");
    }
    return stored;
  }

  /**
   * Every declaration of a market, a JSON array by area.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id
   */
  public String listSources(String market) {
    return state.list(new StateKey("origin-sources", List.of(id(market)))).stream()
        .map(array -> array.substring(1, array.length() - 1))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * What every storage of a market keeps, a JSON array by account.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id
   */
  public String listStocks(String market) {
    return new StorageStock(state, id(market)).list();
  }

  /**
   * The guarantees of a slot after its last run.
   *
   * @throws Refusal {@code MALFORMED}, {@code SLOT_NOT_FOUND}
   */
  public String getSlot(String market, String slotStartMillis) {
    @Nullable String found =
        slotStartMillis.matches("[0-9]{1,15}")
            ? state.get(slot(id(market), Long.parseLong(slotStartMillis)))
            : null;
    if (found == null) {
      throw new Refusal(
          RefusalCode.SLOT_NOT_FOUND,
          "no guarantees of the slot from " + Fields.quoted(slotStartMillis) + " are recorded");
    }
    return found;
  }

  /**
   * The guarantees of all slots that begin on a day, a JSON array by start.
   *
   * @param day days since 1970-01-01, UTC
   * @throws Refusal {@code MALFORMED}
   */
  public String listDay(String market, String day) {
    if (!day.matches("[0-9]{1,6}")) {
      throw Fields.malformed("day", "must be a number of days since 1970-01-01");
    }
    return state.list(new StateKey("origin-slot", List.of(id(market), padded(day, 6)))).stream()
        .collect(Collectors.joining(",", "[", "]"));
  }

  private List<SourceDeclaration> sources(String market, String area) {
    return OriginText.declarations(state.get(sourcesOf(market, area)));
  }

  private static StateKey head(String market) {
    return new StateKey("origin-head", List.of(market));
  }

  private static StateKey sourcesOf(String market, String area) {
    return new StateKey("origin-sources", List.of(market, area));
  }

  /** By day, so that a day can be listed; with leading zeros, so that keys are in their order. */
  private static StateKey slot(String market, long startMillis) {
    return new StateKey(
        "origin-slot",
        List.of(
            market,
            padded(Long.toString(startMillis / MILLIS_PER_DAY), 6),
            padded(Long.toString(startMillis), 15)));
  }

  private static String padded(String digits, int length) {
    return String.format(Locale.ROOT, "%0" + length + "d", Long.parseLong(digits));
  }

  private static String id(String market) {
    if (!Ids.isValid(market)) {
      throw Fields.malformed(
          "market", "must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit");
    }
    return market;
  }
}
