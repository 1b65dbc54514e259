package org.commonwatt.cli.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.cli.clearing.Fields;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.Horizon;
import org.commonwatt.core.storage.StorageBook;
import org.commonwatt.core.storage.StorageUnit;
import org.commonwatt.core.storage.StorageUnit.Rating;
import org.commonwatt.core.storage.StorageUnit.Stock;
import org.commonwatt.core.storage.auction.ServiceOffer;
import org.commonwatt.core.storage.auction.ServiceOffer.Step;
import org.jspecify.annotations.Nullable;

/** A unit of an auction's case, with its offer. */
final class UnitFields {
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private @Nullable List<Long> prices;
  private @Nullable List<Long> most;

  private UnitFields() {}

  static UnitFields read(Fields in) throws IOException {
    UnitFields read = new UnitFields();
    in.object(
        name -> {
          switch (name) {
            case "id", "owner", "area" -> read.texts.put(name, in.text());
            case "chargeW", "dischargeW", "reserveWh", "storedWh", "energyWh" ->
                read.numbers.put(name, StorageJson.within(in, name, 0, StorageUnit.MOST));
            case "usableWh" ->
                read.numbers.put(name, StorageJson.within(in, name, 1, StorageUnit.MOST));
            case "chargeEfficiencyPpm", "dischargeEfficiencyPpm" ->
                read.numbers.put(
                    name, StorageJson.within(in, name, Efficiency.LEAST, Efficiency.MILLION));
            case "dailyCyclesPpm" ->
                read.numbers.put(name, StorageJson.within(in, name, 0, StorageUnit.MOST_CYCLES));
            case "priceMicroPerKwh" -> read.prices = in.integers();
            case "mostWh" -> read.most = in.integers();
            default -> throw in.unknown(name);
          }
        });
    for (String name : List.of("id", "owner", "area")) {
      in.require(name, read.texts.get(name));
    }
    for (String name :
        List.of(
            "chargeW",
            "dischargeW",
            "usableWh",
            "storedWh",
            "chargeEfficiencyPpm",
            "dischargeEfficiencyPpm")) {
      in.require(name, read.numbers.get(name));
    }
    in.require("priceMicroPerKwh", read.prices);
    return read;
  }

  private long number(String name, long otherwise) {
    return requireNonNull(numbers.getOrDefault(name, otherwise));
  }

  /** The unit's offer in an auction of so many slots. */
  ServiceOffer of(Fields in, Horizon horizon, int slots) throws IOException {
    String id = requireNonNull(texts.get("id"));
    long usable = number("usableWh", 0);
    long reserve = number("reserveWh", 0);
    long stored = number("storedWh", 0);
    if (reserve > usable || stored < reserve || stored > usable) {
      throw in.wrong("unit " + id + ": reserveWh, storedWh and usableWh must be in this order");
    }
    Rating rating =
        new Rating(
            number("chargeW", 0),
            number("dischargeW", 0),
            usable,
            reserve,
            new Efficiency(
                (int) number("chargeEfficiencyPpm", 0), (int) number("dischargeEfficiencyPpm", 0)),
            number("dailyCyclesPpm", StorageUnit.NO_CYCLE_LIMIT));
    Stock stock = new Stock(stored, new TreeMap<>());
    String area = requireNonNull(texts.get("area"));
    StorageBook book = new StorageBook(new StorageUnit(id, area, rating, horizon, stock));
    List<Long> price = requireNonNull(prices);
    List<Long> wh = most == null ? Collections.nCopies(price.size(), StorageUnit.MOST) : most;
    if (price.size() != slots || wh.size() != slots) {
      throw in.wrong("unit " + id + ": priceMicroPerKwh and mostWh have one entry for each slot");
    }
    List<Step> steps = new ArrayList<>();
    for (int s = 0; s < slots; s++) {
      steps.add(new Step(price.get(s), wh.get(s)));
    }
    String owner = requireNonNull(texts.get("owner"));
    return new ServiceOffer(owner, book, steps, number("energyWh", StorageUnit.MOST));
  }
}
