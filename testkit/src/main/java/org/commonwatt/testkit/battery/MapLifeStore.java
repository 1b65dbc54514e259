package org.commonwatt.testkit.battery;

import java.util.HashMap;
import java.util.Map;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.LifeStore;
import org.commonwatt.battery.life.MeterTotals;
import org.commonwatt.battery.life.Passport;
import org.jspecify.annotations.Nullable;

/** What the rules of batteries' lives know, in maps, without the events. */
public class MapLifeStore implements LifeStore {
  private final Map<String, Asset> assets = new HashMap<>();
  private final Map<String, String> codes = new HashMap<>();
  private final Map<String, Passport> passports = new HashMap<>();
  private final Map<String, MeterTotals.Window> windows = new HashMap<>();

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
    return null;
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
  public void put(LifeEvent event) {}
}
