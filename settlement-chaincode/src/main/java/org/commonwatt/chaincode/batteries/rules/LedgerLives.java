package org.commonwatt.chaincode.batteries.rules;

import java.util.List;
import java.util.Locale;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.LifeStore;
import org.commonwatt.battery.life.MeterTotals;
import org.commonwatt.battery.life.Passport;
import org.commonwatt.battery.life.RecordText;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.jspecify.annotations.Nullable;

/** The state machine's store on the ledger. */
final class LedgerLives implements LifeStore {
  private final State state;

  LedgerLives(State state) {
    this.state = state;
  }

  static StateKey assetKey(String id) {
    return new StateKey("battery", List.of(id));
  }

  static StateKey passportKey(String id) {
    return new StateKey("battery-passport", List.of(id));
  }

  static StateKey codeKey(String code) {
    return new StateKey("battery-code", List.of(code));
  }

  /** Numbers are padded, so that keys are in the order of events. */
  static StateKey eventKey(String asset, long sequence) {
    return new StateKey(
        "battery-event", List.of(asset, String.format(Locale.ROOT, "%010d", sequence)));
  }

  static StateKey statementKey(String asset, long sequence) {
    return new StateKey(
        "battery-statement", List.of(asset, String.format(Locale.ROOT, "%010d", sequence)));
  }

  private static StateKey windowKey(String asset, String windowId) {
    return new StateKey("battery-window", List.of(asset, windowId));
  }

  @Override
  public @Nullable Asset asset(String id) {
    return read(assetKey(id), Asset.class);
  }

  @Override
  public @Nullable String assetOfCode(String code) {
    return state.get(codeKey(code));
  }

  @Override
  public @Nullable Passport passport(String id) {
    return read(passportKey(id), Passport.class);
  }

  @Override
  public MeterTotals.@Nullable Window window(String asset, String windowId) {
    return read(windowKey(asset, windowId), MeterTotals.Window.class);
  }

  @Override
  public @Nullable LifeEvent event(String asset, long sequence) {
    return read(eventKey(asset, sequence), LifeEvent.class);
  }

  @Override
  public void put(Asset asset) {
    state.put(assetKey(asset.id()), RecordText.of(asset));
  }

  @Override
  public void putCode(String code, String asset) {
    state.put(codeKey(code), asset);
  }

  @Override
  public void put(Passport passport) {
    state.put(passportKey(passport.id()), RecordText.of(passport));
  }

  @Override
  public void putWindow(String asset, String windowId, MeterTotals.Window window) {
    state.put(windowKey(asset, windowId), RecordText.of(window));
  }

  @Override
  public void put(LifeEvent event) {
    state.put(eventKey(event.asset(), event.sequence()), RecordText.of(event));
  }

  private <T> @Nullable T read(StateKey key, Class<T> type) {
    String found = state.get(key);
    return found == null ? null : BatteryText.stored(found, type);
  }
}
