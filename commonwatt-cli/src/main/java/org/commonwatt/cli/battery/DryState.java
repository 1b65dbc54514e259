package org.commonwatt.cli.battery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.RecordText;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.BatteryLedger.History;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * The contract's state as it would be behind statements that nobody has handed in: what the ledger
 * has, under what these write. Windows of metering that the ledger has are not seen.
 */
final class DryState implements State {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final BatteryLedger batteries;
  private final InstantSource wall;
  private final Map<StateKey, String> kept = new HashMap<>();
  private final Map<StateKey, String> written = new HashMap<>();

  DryState(BatteryLedger batteries, InstantSource wall) {
    this.batteries = batteries;
    this.wall = wall;
  }

  /** The statement was taken: the next ones see what it wrote. */
  void keep() {
    kept.putAll(written);
    written.clear();
  }

  /** It was refused. */
  void forget() {
    written.clear();
  }

  /** How many events an asset would have. */
  long events(String asset) {
    @Nullable String json = get(new StateKey("battery", List.of(asset)));
    try {
      return json == null ? 0 : MAPPER.readTree(json).required("sequence").longValue();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an asset is written as JSON", e);
    }
  }

  @Override
  public @Nullable String get(StateKey key) {
    @Nullable String mine = kept.get(key);
    return mine == null ? onLedger(key.type(), key.attributes()).orElse(null) : mine;
  }

  private Optional<String> onLedger(String type, List<String> attributes) {
    String id = attributes.get(0);
    return switch (type) {
      case "battery" -> batteries.asset(id).map(RecordText::of);
      case "battery-code" -> batteries.withCode(id).map(Asset::id);
      case "battery-passport" -> batteries.passport(id).map(RecordText::of);
      case "battery-organisation" -> batteries.organisation(id).map(Organisation::text);
      case "battery-event" -> event(id, Long.parseLong(attributes.get(1))).map(RecordText::of);
      default -> Optional.empty();
    };
  }

  private Optional<LifeEvent> event(String asset, long sequence) {
    History page = batteries.history(asset, sequence - 1);
    return page.events().stream().findFirst().map(BatteryLedger.Told::event);
  }

  @Override
  public void put(StateKey key, String value) {
    written.put(key, value);
  }

  @Override
  public void event(String name, String payload) {
    // Nobody listens.
  }

  @Override
  public String transactionId() {
    return "none";
  }

  @Override
  public long timestampMillis() {
    return wall.millis();
  }

  @Override
  public Caller caller() {
    throw unused();
  }

  @Override
  public List<String> list(StateKey prefix) {
    throw unused();
  }

  @Override
  public List<String> range(StateKey prefix, int most) {
    throw unused();
  }

  @Override
  public List<String> from(StateKey prefix, StateKey first, int most) {
    throw unused();
  }

  @Override
  public void delete(StateKey key) {
    throw unused();
  }

  @Override
  public @Nullable String given(String name) {
    throw unused();
  }

  @Override
  public @Nullable String getPrivate(String collection, StateKey key) {
    throw unused();
  }

  @Override
  public @Nullable Hash privateHash(String collection, StateKey key) {
    throw unused();
  }

  @Override
  public void putPrivate(String collection, StateKey key, String value) {
    throw unused();
  }

  private static IllegalStateException unused() {
    return new IllegalStateException("a statement asks for nothing of the kind");
  }
}
