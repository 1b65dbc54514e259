package org.commonwatt.chaincode.settlement.rules;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A state in memory that, like a peer's, shows writes only after {@link #commit}. */
public final class MapState implements State {
  public final Map<String, String> committed = new TreeMap<>();
  public final Map<String, String> written = new TreeMap<>();
  public @Nullable String event;
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
  public void put(StateKey key, String value) {
    written.put(flat(key), value);
  }

  @Override
  public void event(String name, String payload) {
    event = name + " " + payload;
  }

  @Override
  public String transactionId() {
    return "tx";
  }

  @Override
  public Caller caller() {
    return caller;
  }

  /** What was written is there from now on. */
  public void commit() {
    committed.putAll(written);
    written.clear();
  }

  private static String flat(StateKey key) {
    return key.type() + "~" + String.join("~", key.attributes()) + "~";
  }
}
