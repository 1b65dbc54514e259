package org.commonwatt.engine.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;

/** Reads storage units, what they hold and what they are committed to out of bodies. */
final class StorageBodies {
  static final Set<String> UNIT =
      Set.of(
          "officer",
          "unit",
          "owner",
          "area",
          "chargeW",
          "dischargeW",
          "usableWh",
          "reserveWh",
          "chargePpm",
          "dischargePpm",
          "dailyCyclesPpm",
          "horizonSlots",
          "provenance");
  static final Set<String> STATE =
      Set.of("officer", "slotStart", "storedWh", "storedTodayWh", "lots", "left");
  static final Set<String> COMMITMENT =
      Set.of(
          "id",
          "kind",
          "from",
          "to",
          "energyWh",
          "chargeSlotWh",
          "dischargeSlotWh",
          "startWh",
          "injectionWh");
  private static final Map<String, Kind> KINDS =
      Arrays.stream(Kind.values())
          .collect(Collectors.toUnmodifiableMap(StorageBodies::word, k -> k));
  private static final int MAX_PARTS = 200;
  private static final long MOST_OF_DAY_WH = 1_000_000_000_000L;

  private StorageBodies() {}

  /** A kind of commitment as the API writes it. */
  static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static StorageSpec spec(JsonBody body) {
    return new StorageSpec(
        Params.id("unit", body.text("unit")),
        Params.id("owner", body.text("owner")),
        Params.id("area", body.text("area")),
        new StorageSpec.Rating(
            within(body, "chargeW", 0, StorageSpec.MOST),
            within(body, "dischargeW", 0, StorageSpec.MOST),
            within(body, "usableWh", 1, StorageSpec.MOST),
            orZero(body, "reserveWh", StorageSpec.MOST),
            (int) within(body, "chargePpm", StorageSpec.LEAST_PPM, StorageSpec.MILLION),
            (int) within(body, "dischargePpm", StorageSpec.LEAST_PPM, StorageSpec.MILLION),
            body.has("dailyCyclesPpm")
                ? within(body, "dailyCyclesPpm", -1, StorageSpec.MOST_CYCLES)
                : StorageSpec.NO_CYCLE_LIMIT),
        (int) within(body, "horizonSlots", 1, StorageSpec.MAX_SLOTS),
        body.has("provenance") ? body.sentence("provenance", StorageSpec.MAX_PROVENANCE) : "");
  }

  static StorageState state(JsonBody body) {
    List<StorageState.Lot> lots = new ArrayList<>();
    if (body.has("lots")) {
      for (JsonBody lot : body.objects("lots", MAX_PARTS, Set.of("owner", "energyWh"))) {
        lots.add(
            new StorageState.Lot(
                Params.id("owner", lot.text("owner")),
                within(lot, "energyWh", 0, StorageSpec.MOST)));
      }
    }
    List<StorageState.Left> left = new ArrayList<>();
    if (body.has("left")) {
      for (JsonBody one : body.objects("left", MAX_PARTS, Set.of("commitment", "energyWh"))) {
        left.add(
            new StorageState.Left(
                Params.id("commitment", one.text("commitment")),
                within(one, "energyWh", 0, StorageSpec.MOST)));
      }
    }
    return new StorageState(
        Params.instantMillis("slotStart", body.text("slotStart")),
        within(body, "storedWh", 0, StorageSpec.MOST),
        orZero(body, "storedTodayWh", MOST_OF_DAY_WH),
        lots,
        left);
  }

  static StorageCommitment commitment(JsonBody body, String owner) {
    return new StorageCommitment(
        Params.id("id", body.text("id")),
        owner,
        body.word("kind", KINDS),
        Params.instantMillis("from", body.text("from")),
        Params.instantMillis("to", body.text("to")),
        orZero(body, "energyWh", StorageSpec.MOST),
        orZero(body, "chargeSlotWh", StorageSpec.MOST),
        orZero(body, "dischargeSlotWh", StorageSpec.MOST),
        orZero(body, "startWh", StorageSpec.MOST),
        body.has("injectionWh") ? body.integers("injectionWh", StorageSpec.MAX_SLOTS) : List.of());
  }

  /** An integer that must be there, within two bounds. */
  static long within(JsonBody body, String field, long least, long most) {
    long value = body.integer(field);
    if (value < least || value > most) {
      throw body.malformed("The field " + field + " must be " + least + " to " + most + ".");
    }
    return value;
  }

  /** An integer of 0 up to a bound; 0 where the field is absent. */
  private static long orZero(JsonBody body, String field, long most) {
    return body.has(field) ? within(body, field, 0, most) : 0;
  }
}
