package org.commonwatt.chaincode.settlement.rules;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.chaincode.registry.rules.Registry;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** A state in memory that, like a peer's, shows writes only after {@link #commit}. */
public final class MapState implements State {
  private static final String DELETED = "deleted";

  public final Map<String, String> committed = new TreeMap<>();
  public final Map<String, String> written = new TreeMap<>();
  public final Map<String, String> given = new TreeMap<>();
  public @Nullable String event;
  public long timestampMillis;
  public String transactionId = "tx";
  public Caller caller = new Caller("ExchangeMSP", "submitter");

  /** A state in whose registry markets have version 1 of a rulebook, its hash only digits of 1. */
  public static MapState registered(String... markets) {
    MapState state = new MapState();
    for (String market : markets) {
      new Registry(state)
          .post(
              ("{\"market\":\"%s\",\"fromSequence\":1,\"toSequence\":1,\"nextOffset\":1,"
                      + "\"rulebooks\":[{\"version\":1,\"documentHash\":\"%s\",\"areas\":[\"east\"],"
                      + "\"links\":[],\"sequence\":1,\"eventHash\":\"%s\"}],\"auctions\":[]}")
                  .formatted(market, "1".repeat(64), "e".repeat(64)));
      state.commit();
    }
    state.event = null;
    return state;
  }

  @Override
  public @Nullable String get(StateKey key) {
    return committed.get(flat(key));
  }

  @Override
  public List<String> list(StateKey prefix) {
    return committed.entrySet().stream()
        .filter(row -> row.getKey().startsWith(flat(prefix)))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public List<String> range(StateKey prefix, int most) {
    List<String> all = list(prefix);
    return all.subList(0, Math.min(all.size(), most + 1));
  }

  @Override
  public List<String> from(StateKey prefix, StateKey first, int most) {
    return committed.entrySet().stream()
        .filter(row -> row.getKey().startsWith(flat(prefix)))
        .filter(row -> row.getKey().compareTo(flat(first)) >= 0)
        .limit(most)
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public void put(StateKey key, String value) {
    written.put(flat(key), value);
  }

  @Override
  public void delete(StateKey key) {
    written.put(flat(key), DELETED);
  }

  @Override
  public @Nullable String given(String name) {
    return given.get(name);
  }

  @Override
  public @Nullable String getPrivate(String collection, StateKey key) {
    return committed.get(collection + "!" + flat(key));
  }

  @Override
  public @Nullable Hash privateHash(String collection, StateKey key) {
    String value = getPrivate(collection, key);
    return value == null ? null : Hash.of(value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void putPrivate(String collection, StateKey key, String value) {
    written.put(collection + "!" + flat(key), value);
  }

  @Override
  public void event(String name, String payload) {
    event = name + " " + payload;
  }

  @Override
  public String transactionId() {
    return transactionId;
  }

  @Override
  public long timestampMillis() {
    return timestampMillis;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  /** What was written is there from now on. */
  public void commit() {
    committed.putAll(written);
    committed.values().removeIf(DELETED::equals);
    written.clear();
  }

  private static String flat(StateKey key) {
    StringBuilder flat = new StringBuilder(key.type()).append("~");
    key.attributes().forEach(attribute -> flat.append(attribute).append("~"));
    return flat.toString();
  }
}
