package org.commonwatt.cli.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.cli.clearing.Fields;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.advice.AdviceCase;
import org.commonwatt.core.storage.advice.AdviceCase.Battery;
import org.commonwatt.core.storage.advice.AdviceCase.Price;
import org.commonwatt.core.storage.advice.StorageAdvice;
import org.jspecify.annotations.Nullable;

/** Reads a case of advice, token by token, and says of what is wrong in which line it is. */
final class AdviceReader {
  private static final String DOCUMENT = "docs/formats/storage-advice.md";
  private static final long MOST_WATTS = 100_000_000_000L;

  private @Nullable String id;
  private @Nullable Long slotMinutes;
  private @Nullable Long startWh;
  private @Nullable Long leastEndWh;
  private @Nullable BatteryFields battery;
  private long nodeBudget = StorageAdvice.NODES;
  private @Nullable List<String> slots;
  private final Set<String> names = new HashSet<>();
  private final List<Price> prices = new ArrayList<>();

  private AdviceReader() {}

  /**
   * A case with its names.
   *
   * @param slots names of its slots, in order
   */
  record NamedAdvice(String id, List<String> slots, AdviceCase input, int nodes) {}

  /**
   * Reads the one case of a stream.
   *
   * @throws StorageCaseException when it is none
   */
  static NamedAdvice read(InputStream in) throws StorageCaseException {
    AdviceReader reader = new AdviceReader();
    StorageJson.read(in, reader::read, () -> reader.id, DOCUMENT);
    return reader.build();
  }

  private void read(Fields in) throws IOException {
    in.next(JsonToken.START_OBJECT, "a case");
    in.object(
        name -> {
          switch (name) {
            case "id" -> id = in.text();
            case "currency" -> in.text();
            case "slotMinutes" -> slotMinutes = StorageJson.within(in, name, 1, 60);
            case "battery" -> battery = BatteryFields.read(in);
            case "startWh" -> startWh = in.integer();
            case "leastEndWh" -> leastEndWh = in.integer();
            case "nodeBudget" ->
                nodeBudget = StorageJson.within(in, name, 1, StorageAdvice.MAX_NODES);
            case "slots" -> {
              List<String> read = new ArrayList<>();
              slots = read;
              in.array(() -> slot(in, read));
            }
            default -> throw in.unknown(name);
          }
        });
    in.end();
    in.require("id", id);
    in.require("slotMinutes", slotMinutes);
    in.require("battery", battery);
    in.require("startWh", startWh);
    in.require("slots", slots);
  }

  private void slot(Fields in, List<String> slots) throws IOException {
    String[] name = new String[1];
    Long[] price = new Long[2];
    in.object(
        field -> {
          switch (field) {
            case "slot" -> name[0] = in.text();
            case "priceMicroPerKwh" -> price[0] = in.integer();
            case "sellPriceMicroPerKwh" -> price[1] = in.integer();
            default -> throw in.unknown(field);
          }
        });
    String slot = in.require("slot", name[0]);
    long buy = in.require("priceMicroPerKwh", price[0]);
    if (slots.size() == AdviceCase.MAX_SLOTS) {
      throw in.wrong("there are at most " + AdviceCase.MAX_SLOTS + " slots");
    }
    if (!names.add(slot)) {
      throw in.wrong("there are two slots " + slot);
    }
    slots.add(slot);
    prices.add(new Price(buy, price[1] == null ? buy : price[1]));
  }

  private NamedAdvice build() {
    BatteryFields fields = requireNonNull(battery);
    Battery limits = fields.of(requireNonNull(slotMinutes));
    long end = leastEndWh == null ? limits.leastWh() : leastEndWh;
    AdviceCase input = new AdviceCase(limits, requireNonNull(startWh), end, prices);
    return new NamedAdvice(requireNonNull(id), requireNonNull(slots), input, (int) nodeBudget);
  }

  /** The battery of a case. */
  private static final class BatteryFields {
    private @Nullable Long chargeW;
    private @Nullable Long dischargeW;
    private long leastWh;
    private @Nullable Long mostWh;
    private @Nullable Long charge;
    private @Nullable Long discharge;

    static BatteryFields read(Fields in) throws IOException {
      BatteryFields read = new BatteryFields();
      in.next(JsonToken.START_OBJECT, "battery");
      in.object(
          name -> {
            switch (name) {
              case "chargeW" -> read.chargeW = StorageJson.within(in, name, 0, MOST_WATTS);
              case "dischargeW" -> read.dischargeW = StorageJson.within(in, name, 0, MOST_WATTS);
              case "leastWh" -> read.leastWh = in.integer();
              case "mostWh" -> read.mostWh = in.integer();
              case "chargeEfficiencyPpm" -> read.charge = efficiency(in, name);
              case "dischargeEfficiencyPpm" -> read.discharge = efficiency(in, name);
              default -> throw in.unknown(name);
            }
          });
      in.require("chargeW", read.chargeW);
      in.require("dischargeW", read.dischargeW);
      in.require("mostWh", read.mostWh);
      in.require("chargeEfficiencyPpm", read.charge);
      in.require("dischargeEfficiencyPpm", read.discharge);
      return read;
    }

    private static long efficiency(Fields in, String name) throws IOException {
      return StorageJson.within(in, name, Efficiency.LEAST, Efficiency.MILLION);
    }

    Battery of(long minutes) {
      Efficiency efficiency =
          new Efficiency(requireNonNull(charge).intValue(), requireNonNull(discharge).intValue());
      return new Battery(
          requireNonNull(chargeW) * minutes / 60,
          requireNonNull(dischargeW) * minutes / 60,
          leastWh,
          requireNonNull(mostWh),
          efficiency);
    }
  }
}
