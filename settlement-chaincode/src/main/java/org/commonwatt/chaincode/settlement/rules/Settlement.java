package org.commonwatt.chaincode.settlement.rules;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** The settlement contract's functions over a {@link State}. */
public final class Settlement {
  /** The event of a posted batch. */
  public static final String BATCH_POSTED = "BatchPosted";

  private static final Pattern BATCH_ID =
      Pattern.compile(
          "(.{1,64})\\.[0-9]{1,20}\\.(initial|final|revised-[0-9]{1,9}|corrected-[0-9]{1,18})");

  private static final String BEFORE_BATCH = "{\"batch\":";
  private static final String BEHIND_BATCH = ",\"transactionId\":\"";

  private final State state;

  /** Settles on a state, for one transaction. */
  public Settlement(State state) {
    this.state = state;
  }

  /**
   * Records a batch, once, and adds its postings to the accounts. Only for a submitter of the
   * exchange, even when nothing is to be recorded; whoever asks may call the other functions.
   *
   * @param json canonical JSON of the batch
   * @return the batch's hash, 64 hexadecimal digits: the predecessor of the next one
   * @throws Refusal with the first code that applies, in the order of {@link RefusalCode}
   */
  public String post(String json) {
    state.caller().requireMayPost();
    SettlementBatch batch = BatchText.read(json);
    StateKey key = StateKey.batch(batch.market(), batch.batchId());
    if (state.get(key) != null) {
      throw new Refusal(
          RefusalCode.BATCH_EXISTS, batch.batchId() + " is recorded; look it up by GetBatch");
    }
    @Nullable String stored = state.get(StateKey.head(batch.market()));
    @Nullable Head before = stored == null ? null : Head.read(stored);
    BatchChecks.requireFollows(batch, before);
    SlotRun.requireInTurn(batch, state);
    BatchChecks.requireBalanced(batch);
    RulebookRows.requireRegistered(batch, state);
    Head head = Head.of(batch, before);
    CorrectionRun.note(batch, state);
    state.put(key, BEFORE_BATCH + json + BEHIND_BATCH + state.transactionId() + "\"}");
    state.put(StateKey.head(batch.market()), head.write());
    state.put(BatchIndex.key(batch.market(), head.batchHash()), BatchIndex.row(batch));
    PostingRows.of(batch.postings())
        .forEach(
            (part, row) ->
                state.put(StateKey.postings(batch.market(), part, batch.batchId()), row));
    state.event(BATCH_POSTED, posted(batch, head));
    return head.batchHash().hex();
  }

  /**
   * Lets batches be found by their hashes that earlier versions of the contract recorded; {@link
   * #post} does that itself. Only for a submitter of the exchange.
   *
   * @param json canonical JSON of the market and the ids of its batches
   * @return how many of them could not be found before
   * @throws Refusal with the first code that applies
   */
  public String index(String json) {
    state.caller().requireMayPost();
    IndexText wanted = IndexText.read(json);
    int added = 0;
    for (String id : new LinkedHashSet<>(wanted.batchIds())) {
      Recorded found = recorded(state, wanted.market(), id);
      StateKey key = BatchIndex.key(wanted.market(), found.hash());
      if (state.get(key) == null) {
        state.put(key, BatchIndex.row(found.batch()));
        added++;
      }
    }
    return Integer.toString(added);
  }

  /**
   * A recorded batch: {@code {"batch":…,"transactionId":"…"}}.
   *
   * @throws Refusal {@code BATCH_NOT_FOUND}
   */
  public String batch(String batchId) {
    Matcher parts = BATCH_ID.matcher(batchId);
    @Nullable String found =
        parts.matches() && Ids.isValid(parts.group(1))
            ? state.get(StateKey.batch(parts.group(1), batchId))
            : null;
    if (found == null) {
      throw new Refusal(
          RefusalCode.BATCH_NOT_FOUND, "no batch " + Fields.quoted(batchId) + " is recorded");
    }
    return found;
  }

  /**
   * Every recorded batch of a market, in the order of their ids: a JSON array, empty for an unknown
   * market.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id
   */
  public String batches(String market) {
    return state.list(StateKey.batches(id("market", market))).stream()
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * The sum of an account's postings in nano-currency, {@code 0} without any.
   *
   * @throws Refusal {@code MALFORMED} when market or account is not an id
   */
  public String balance(String market, String account) {
    Stream<BigInteger> before =
        state.list(StateKey.deltas(id("market", market), id("account", account))).stream()
            .map(BigInteger::new);
    Stream<BigInteger> packed =
        state.list(StateKey.postings(market, PostingRows.part(account))).stream()
            .map(row -> PostingRows.amount(row, account));
    return Stream.concat(before, packed).reduce(BigInteger.ZERO, BigInteger::add).toString();
  }

  /**
   * The newest batch of a market: {@code {"batchId":…,"batchHash":…,"slotEndMillis":…}}.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id, {@code HEAD_NOT_FOUND} when it
   *     has no batch
   */
  public String head(String market) {
    @Nullable String stored = state.get(StateKey.head(id("market", market)));
    if (stored == null) {
      throw new Refusal(RefusalCode.HEAD_NOT_FOUND, market + " has no recorded batch");
    }
    return stored;
  }

  /**
   * A recorded batch, for another contract that rests on it.
   *
   * @param hash its hash
   */
  public record Recorded(SettlementBatch batch, Hash hash) {}

  /**
   * The recorded batch of a market and id.
   *
   * @throws Refusal {@code BATCH_NOT_FOUND}
   */
  public static Recorded recorded(State state, String market, String batchId) {
    @Nullable String stored = state.get(StateKey.batch(market, batchId));
    if (stored == null) {
      throw new Refusal(
          RefusalCode.BATCH_NOT_FOUND, "no batch " + Fields.quoted(batchId) + " is recorded");
    }
    SettlementBatch batch = batchOf(stored);
    return new Recorded(batch, BatchHash.of(batch));
  }

  /** The batch of what was stored for it. */
  static SettlementBatch batchOf(String stored) {
    int end = stored.lastIndexOf(BEHIND_BATCH);
    return BatchText.read(stored.substring(BEFORE_BATCH.length(), end));
  }

  private static String id(String what, String text) {
    if (!Ids.isValid(text)) {
      throw Fields.malformed(
          what, "must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit");
    }
    return text;
  }

  private static String posted(SettlementBatch batch, Head head) {
    return "{\"market\":\""
        + batch.market()
        + "\",\"batchId\":\""
        + head.batchId()
        + "\",\"batchHash\":\""
        + head.batchHash()
        + "\"}";
  }
}
