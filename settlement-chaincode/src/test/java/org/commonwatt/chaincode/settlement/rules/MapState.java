package org.commonwatt.chaincode.settlement.rules;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A state in memory that, like a peer's, shows writes only after {@link #commit}. */
public final class MapState implements State {
  private static final String DELETED = "deleted";

  public final Map<String, String> committed = new TreeMap<>();
  public final Map<String, String> written = new TreeMap<>();
  public @Nullable String event;
  public long timestampMillis;
  public String transactionId = "tx";
  public Caller caller = new Caller("ExchangeMSP", "submitter");

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
  public void put(StateKey key, String value) {
    written.put(flat(key), value);
  }

  @Override
  public void delete(StateKey key) {
    written.put(flat(key), DELETED);
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
