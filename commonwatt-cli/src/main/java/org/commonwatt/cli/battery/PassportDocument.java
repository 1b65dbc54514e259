package org.commonwatt.cli.battery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A battery passport as the JSON of Catena-X's BatteryPass 6.1.0. What the ledger knows is written
 * over a document of the maker, who alone knows the rest: materials, footprint, conformity.
 */
public final class PassportDocument {
  private static final String URN = "urn:uuid:";
  private static final UUID NONE = new UUID(0, 0);
  private static final String OPERATOR = "customKey:operatorOrg";
  private static final String CODE = "customKey:batteryCode";
  private static final String PREDECESSOR = "customKey:predecessor";
  private static final String INSTANCE = "partInstanceId";

  private static final BigDecimal POUND_GRAMS = new BigDecimal("453.59237");
  private static final BigDecimal OUNCES = BigDecimal.valueOf(16);
  private static final BigDecimal SHORT_TON = BigDecimal.valueOf(2000);

  private PassportDocument() {}

  /**
   * Writes the facts over a maker's document.
   *
   * @param maker a whole document of the schema; stays as it is
   */
  public static ObjectNode write(ObjectNode maker, PassportFacts facts, Instant now) {
    ObjectNode document = maker.deepCopy();
    ObjectNode metadata = document.withObject("/metadata");
    metadata.put("passportIdentifier", URN + facts.passportId());
    List<UUID> before = facts.predecessors();
    metadata.put("predecessor", URN + (before.isEmpty() ? NONE : before.get(0)));
    metadata.put("issueDate", date(Instant.ofEpochMilli(facts.issuedMillis())));
    metadata.put("lastModification", date(now));
    metadata.put("status", facts.closed() ? "expired" : "approved");
    document.withObject("/sustainability").put("status", facts.status().word());
    ObjectNode identification = document.withObject("/identification");
    identification.put("idDmc", facts.codes().isEmpty() ? facts.assetId() : facts.codes().get(0));
    identification.withObject("/identification").set("serial", serial(facts));
    document
        .withObject("/characteristics/physicalDimension/weight")
        .put("value", BigDecimal.valueOf(facts.massG()))
        .put("unit", "unit:gram");
    writePerformance(document, facts, now);
    return document;
  }

  private static ArrayNode serial(PassportFacts facts) {
    ArrayNode serial = JsonNodeFactory.instance.arrayNode();
    put(serial, INSTANCE, facts.assetId());
    put(serial, OPERATOR, facts.operatorOrg());
    facts.codes().forEach(code -> put(serial, CODE, code));
    // The schema has a place for one predecessor, where the law asks for all.
    facts.predecessors().forEach(one -> put(serial, PREDECESSOR, URN + one));
    return serial;
  }

  private static void put(ArrayNode list, String key, String value) {
    list.addObject().put("key", key).put("value", value);
  }

  private static void writePerformance(ObjectNode document, PassportFacts facts, Instant now) {
    document.withObject("/performance/rated/energy").put("value", thousandths(facts.ratedWh()));
    ObjectNode dynamic = document.withObject("/performance/dynamic");
    String at = facts.health().at().toString();
    dynamic
        .withObject("/energy/remaining")
        .put("value", thousandths(facts.health().energyWh()))
        .put("time", at);
    dynamic
        .withObject("/energy/soce")
        .put("value", percent(facts.health().energyWh(), facts.ratedWh()))
        .put("time", at);
    dynamic
        .withObject("/energy/throughput")
        .put("value", thousandths(facts.throughputWh()))
        .put("time", now.toString());
    dynamic
        .withObject("/capacity/capacity")
        .put("value", thousandths(facts.health().capacityMilliAh()))
        .put("time", at);
    dynamic.withObject("/fullCycles").put("value", facts.fullCycles()).put("time", now.toString());
  }

  /**
   * Reads the facts back.
   *
   * @throws IllegalArgumentException naming the first field that is not there or has another form
   */
  public static PassportFacts read(JsonNode document) {
    List<JsonNode> serial = new ArrayList<>();
    node(document, "/identification/identification/serial").forEach(serial::add);
    JsonNode metadata = node(document, "/metadata");
    List<UUID> predecessors =
        values(serial, PREDECESSOR).stream().map(PassportDocument::uuid).toList();
    UUID first = uuid(text(metadata, "/predecessor"));
    if (predecessors.isEmpty() && !first.equals(NONE)) {
      predecessors = List.of(first); // a document of others
    }
    return new PassportFacts(
        uuid(text(metadata, "/passportIdentifier")),
        predecessors,
        values(serial, OPERATOR).stream()
            .findFirst()
            .orElseGet(() -> text(metadata, "/economicOperatorId")),
        day(text(metadata, "/issueDate")),
        metadata.path("status").asText().equals("expired"),
        values(serial, INSTANCE).stream()
            .findFirst()
            .orElseGet(() -> text(document, "/identification/idDmc")),
        values(serial, CODE),
        grams(node(document, "/characteristics/physicalDimension/weight")),
        times1000(document, "/performance/rated/energy/value"),
        status(text(document, "/sustainability/status")),
        new PassportFacts.Health(
            times1000(document, "/performance/dynamic/energy/remaining/value"),
            times1000(document, "/performance/dynamic/capacity/capacity/value"),
            instant(text(document, "/performance/dynamic/energy/remaining/time"))),
        times1000(document, "/performance/dynamic/energy/throughput/value"),
        times1000(document, "/performance/dynamic/fullCycles/value") / 1000);
  }

  /** Other models write {@code Reused}; the law's word has a hyphen. */
  /** What a battery is, in the words of the law or as BatteryPass spells them. */
  static PassportFacts.Status status(String word) {
    String lower = word.toLowerCase(java.util.Locale.ROOT).replace("reused", "re-used");
    return Arrays.stream(PassportFacts.Status.values())
        .filter(one -> one.word().equals(lower))
        .findFirst()
        .orElseThrow(() -> wrong("/sustainability/status", word));
  }

  private static long grams(JsonNode weight) {
    BigDecimal value = number(weight, "/value");
    String unit = text(weight, "/unit");
    return switch (unit) {
      case "unit:gram" -> whole("/weight", value);
      case "unit:kilogram" -> whole("/weight", value.scaleByPowerOfTen(3));
      case "unit:tonneMetricTon" -> whole("/weight", value.scaleByPowerOfTen(6));
      case "unit:pound" -> nearest(value.multiply(POUND_GRAMS));
      case "unit:ounceAvoirdupois" -> nearest(value.multiply(POUND_GRAMS).divide(OUNCES));
      case "unit:tonUsOrShortTonUkorus" -> nearest(value.multiply(POUND_GRAMS).multiply(SHORT_TON));
      default -> throw wrong("/characteristics/physicalDimension/weight/unit", unit);
    };
  }

  /** These units are no whole grams. */
  private static long nearest(BigDecimal grams) {
    return whole("/weight", grams.setScale(0, RoundingMode.HALF_EVEN));
  }

  private static BigDecimal thousandths(long value) {
    return BigDecimal.valueOf(value, 3);
  }

  private static BigDecimal percent(long part, long whole) {
    return BigDecimal.valueOf(part)
        .scaleByPowerOfTen(2)
        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_EVEN);
  }

  private static long times1000(JsonNode document, String place) {
    return whole(place, number(document, place).scaleByPowerOfTen(3));
  }

  private static long whole(String place, BigDecimal value) {
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(place + " has more digits than we keep: " + value, e);
    }
  }

  private static BigDecimal number(JsonNode document, String place) {
    JsonNode found = node(document, place);
    if (!found.isNumber()) {
      throw wrong(place, found);
    }
    return found.decimalValue();
  }

  private static List<String> values(List<JsonNode> serial, String key) {
    return serial.stream()
        .filter(one -> one.path("key").asText().equals(key))
        .map(one -> text(one, "/value"))
        .toList();
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text.startsWith(URN) ? text.substring(URN.length()) : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a UUID: " + text, e);
    }
  }

  private static String date(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static long day(String date) {
    try {
      return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("/metadata/issueDate is no day: " + date, e);
    }
  }

  private static Instant instant(String text) {
    try {
      return java.time.OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time: " + text, e);
    }
  }

  private static String text(JsonNode document, String place) {
    JsonNode found = node(document, place);
    if (!found.isTextual()) {
      throw wrong(place, found);
    }
    return found.textValue();
  }

  private static JsonNode node(JsonNode document, String place) {
    JsonNode found = document.at(place);
    if (found.isMissingNode()) {
      throw new IllegalArgumentException(place + " is missing");
    }
    return found;
  }

  private static IllegalArgumentException wrong(String place, Object found) {
    return new IllegalArgumentException(place + " has another form: " + found);
  }
}
