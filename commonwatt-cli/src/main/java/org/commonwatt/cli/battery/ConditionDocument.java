package org.commonwatt.cli.battery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.ledger.BatteryLedger;
import org.jspecify.annotations.Nullable;

/**
 * A battery's condition as JSON of IDTA's submodel Product Condition of battery passports, 1.0.1.
 * Energies are in kWh, capacities in Ah, shares in per cent.
 */
public final class ConditionDocument {
  private static final String AT = "LastUpdate";
  private static final int DECIMALS = 3;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private ConditionDocument() {}

  /**
   * Writes what the ledger knows over what was measured at the battery itself.
   *
   * @param measured a document with temperatures and state of charge at least; stays as it is
   * @param events of the battery, in order
   * @throws IllegalArgumentException saying what is missing
   */
  public static ObjectNode write(
      ObjectNode measured, Asset asset, List<BatteryLedger.Told> events) {
    for (String needed : List.of("TemperatureInformation", "StateOfCharge")) {
      if (!measured.path(needed).isObject()) {
        throw new IllegalArgumentException(
            needed + " is missing: the ledger does not know it, the battery's management does");
      }
    }
    SohTest test = asset.test();
    if (test == null) {
      throw new IllegalArgumentException(asset.id() + " was never tested");
    }
    ObjectNode document = measured.deepCopy();
    String metered = metered(events);
    long throughputWh = Math.addExact(asset.totals().chargeWh(), asset.totals().dischargeWh());
    put(document, "EnergyThroughput", thousandths(throughputWh), metered);
    document
        .putObject("NumberOfFullCycles")
        .put("NumberOfFullCyclesValue", asset.totals().dischargeWh() / asset.ratedWh())
        .put(AT, metered);
    String tested = Instant.ofEpochMilli(test.atMillis()).toString();
    put(document, "StateOfCertifiedEnergy", share(test.energyWh(), asset.ratedWh()), tested);
    put(document, "RemainingEnergy", thousandths(test.energyWh()), tested);
    document.remove("RemainingCapacity");
    if (test.capacityMilliAh() > 0) {
      put(document, "RemainingCapacity", thousandths(test.capacityMilliAh()), tested);
    }
    incidents(document, events);
    return document;
  }

  private static void put(ObjectNode document, String name, BigDecimal value, String at) {
    document.putObject(name).put(name + "Value", value).put(AT, at);
  }

  private static BigDecimal thousandths(long value) {
    return BigDecimal.valueOf(value, DECIMALS);
  }

  private static BigDecimal share(long part, long whole) {
    return BigDecimal.valueOf(part)
        .multiply(HUNDRED)
        .divide(BigDecimal.valueOf(whole), DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** When metering was last stated, or the battery was made known. */
  private static String metered(List<BatteryLedger.Told> events) {
    long millis = events.get(0).event().eventMillis();
    for (BatteryLedger.Told told : events) {
      if (told.event().operation() == Operation.THROUGHPUT) {
        millis = told.event().eventMillis();
      }
    }
    return Instant.ofEpochMilli(millis).toString();
  }

  private static void incidents(ObjectNode document, List<BatteryLedger.Told> events) {
    ArrayNode incidents = document.putArray("NegativeEvents");
    Set<String> documents = new LinkedHashSet<>();
    for (BatteryLedger.Told told : events) {
      LifeEvent event = told.event();
      @Nullable String hold = incident(told);
      if (hold != null) {
        incidents
            .addObject()
            .put("NegativeEventValue", "incident " + hold)
            .put(AT, Instant.ofEpochMilli(event.eventMillis()).toString());
        documents.addAll(event.evidence());
      }
    }
    ArrayNode identifiers = document.putArray("InformationOnAccidents");
    documents.forEach(identifiers::add);
  }

  private static @Nullable String incident(BatteryLedger.Told told) {
    BatteryLedger.Handed handed = told.statement();
    if (handed == null || told.event().operation() != Operation.HOLD) {
      return null;
    }
    JsonNode action = handed.signed().path("statement").path("action");
    boolean incident = action.path("cause").asText().equals(Hold.Cause.INCIDENT.name());
    return incident ? action.path("hold").asText() : null;
  }
}
