package org.commonwatt.battery.life;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store in memory. */
final class MapStore implements LifeStore {
  private final Map<String, Asset> assets = new HashMap<>();
  private final Map<String, String> codes = new HashMap<>();
  private final Map<String, Passport> passports = new HashMap<>();
  private final Map<String, MeterTotals.Window> windows = new HashMap<>();
  private final Map<String, List<LifeEvent>> events = new HashMap<>();

  @Override
  public @Nullable Asset asset(String id) {
    return assets.get(id);
  }

  @Override
  public @Nullable String assetOfCode(String code) {
    return codes.get(code);
  }

  @Override
  public @Nullable Passport passport(String id) {
    return passports.get(id);
  }

  @Override
  public MeterTotals.@Nullable Window window(String asset, String windowId) {
    return windows.get(asset + " " + windowId);
  }

  @Override
  public @Nullable LifeEvent event(String asset, long sequence) {
    List<LifeEvent> all = events.getOrDefault(asset, List.of());
    return sequence < 1 || sequence > all.size() ? null : all.get((int) sequence - 1);
  }

  @Override
  public void put(Asset asset) {
    assets.put(asset.id(), asset);
  }

  @Override
  public void putCode(String code, String asset) {
    codes.put(code, asset);
  }

  @Override
  public void put(Passport passport) {
    passports.put(passport.id(), passport);
  }

  @Override
  public void putWindow(String asset, String windowId, MeterTotals.Window window) {
    windows.put(asset + " " + windowId, window);
  }

  @Override
  public void put(LifeEvent event) {
    List<LifeEvent> all = events.computeIfAbsent(event.asset(), id -> new ArrayList<>());
    if (event.sequence() != all.size() + 1) {
      throw new IllegalStateException(event + " is not the next");
    }
    all.add(event);
  }

  /** What is known, to see that a refusal changes nothing. */
  String everything() {
    return assets + " " + codes + " " + passports + " " + windows + " " + events;
  }
}
