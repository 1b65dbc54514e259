package org.commonwatt.cli.battery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.ledger.BatteryLedger;
import org.jspecify.annotations.Nullable;

/** What the market's meters measured of a storage, by day in UTC, each a window of its metering. */
public final class MeteredDays {
  private final SortedMap<String, Day> days = new TreeMap<>();

  /**
   * A day.
   *
   * @param chargeWh energy taken, Wh
   * @param dischargeWh energy given, Wh
   * @param endMillis end of its last slot that is known, milliseconds since the epoch
   */
  private record Day(long chargeWh, long dischargeWh, long endMillis) {
    Day plus(Day other) {
      return new Day(
          Math.addExact(chargeWh, other.chargeWh),
          Math.addExact(dischargeWh, other.dischargeWh),
          Math.max(endMillis, other.endMillis));
    }
  }

  /** A window as the ledger has it. */
  private record Booked(long revision, long chargeWh, long dischargeWh) {}

  /**
   * Reads the market's answer to {@code GET /v1/accounts/{participant}/usage}.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static MeteredDays of(JsonNode usage) {
    if (!usage.path("slots").isArray() || usage.path("truncated").asBoolean(true)) {
      throw new IllegalArgumentException(
          "this is not the whole answer of /v1/accounts/{participant}/usage: ask for fewer slots");
    }
    MeteredDays metered = new MeteredDays();
    for (JsonNode slot : usage.get("slots")) {
      metered.add(slot);
    }
    return metered;
  }

  private void add(JsonNode slot) {
    try {
      Instant start = Instant.parse(slot.path("slotStart").asText());
      Duration length = Duration.ofMinutes(whole(slot, "slotMinutes"));
      Day day =
          new Day(
              whole(slot, "importWh"), whole(slot, "exportWh"), start.plus(length).toEpochMilli());
      days.merge(start.atOffset(ZoneOffset.UTC).toLocalDate().toString(), day, Day::plus);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("this is no slot: " + slot, e);
    }
  }

  private static long whole(JsonNode slot, String field) {
    JsonNode value = slot.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new IllegalArgumentException("this is no slot: " + slot);
    }
    return value.longValue();
  }

  /** Ids of the days, the earliest first. */
  public Iterable<String> ids() {
    return days.keySet();
  }

  /**
   * What is to be stated of a day.
   *
   * @param told the battery's events on the ledger
   * @param sequence number of the statement
   * @return null when the ledger has these figures
   */
  public @Nullable Statement statement(
      String battery, Iterable<BatteryLedger.Told> told, String id, long sequence) {
    Day day = days.get(id);
    if (day == null) {
      throw new IllegalArgumentException("nothing was metered on " + id);
    }
    Booked booked = booked(told).get(id);
    boolean known =
        booked != null
            && booked.chargeWh() == day.chargeWh()
            && booked.dischargeWh() == day.dischargeWh();
    long revision = booked == null ? 0 : booked.revision() + 1;
    return known
        ? null
        : Statement.of(
            battery,
            sequence,
            day.endMillis(),
            new LifeAction.Throughput(id, revision, day.chargeWh(), day.dischargeWh()));
  }

  private static Map<String, Booked> booked(Iterable<BatteryLedger.Told> told) {
    Map<String, Booked> windows = new HashMap<>();
    for (BatteryLedger.Told one : told) {
      if (one.event().operation() == Operation.THROUGHPUT && one.statement() != null) {
        JsonNode action = one.statement().signed().at("/statement/action");
        windows.put(
            action.required("windowId").asText(),
            new Booked(
                action.required("revision").longValue(),
                action.required("chargeWh").longValue(),
                action.required("dischargeWh").longValue()));
      }
    }
    return windows;
  }
}
