package org.commonwatt.cli.battery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.code.BatteryCodes;
import org.commonwatt.battery.code.DecodedCode;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.ledger.BatteryJson;
import org.commonwatt.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/**
 * Documents of other data models as statements about batteries: Catena-X's BatteryPass 6.1.0 and
 * TractionBatteryCode 2.0.0, BatteryPass's GeneralProductInformation 1.2.0 (a registration), and
 * IDTA's Product Condition 1.0.1 (a test).
 */
final class ForeignDocument {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final BatteryCodes CODES = BatteryCodes.builtIn();
  private static final String CODE = "tractionBatteryCode";
  private static final String PASSPORT = "batteryPassportIdentifier";
  private static final String ENERGY = "RemainingEnergy";

  private final JsonNode document;
  private final StatementGaps gaps;
  private final String evidence;
  private final List<StatementFile.Line> lines = new ArrayList<>();

  private ForeignDocument(JsonNode document, StatementGaps gaps, String evidence) {
    this.document = document;
    this.gaps = gaps;
    this.evidence = evidence;
  }

  /** Whether JSON is a document of one of these models. */
  static boolean isOne(JsonNode node) {
    return node.isObject()
        && (node.has("metadata") || node.has(CODE) || node.has(PASSPORT) || node.has(ENERGY));
  }

  /**
   * The statements that a document leads to, in order; a line for each, or what is wrong.
   *
   * @param gaps what the document does not say
   * @param evidence SHA-256 of its file
   */
  static List<StatementFile.Line> read(JsonNode node, StatementGaps gaps, String evidence) {
    ForeignDocument read = new ForeignDocument(node, gaps, evidence);
    try {
      read.read();
    } catch (IllegalArgumentException | ArithmeticException | LedgerException e) {
      read.lines.add(
          StatementFile.Line.wrong(read.lines.size() + 1, String.valueOf(e.getMessage())));
    }
    return read.lines;
  }

  private void read() {
    if (document.has("metadata")) {
      PassportFacts facts = PassportDocument.read(document);
      String passport = facts.passportId().toString();
      AssetKind kind = kind(facts.codes().isEmpty() ? "" : facts.codes().get(0));
      register(
          facts.assetId(),
          new LifeAction.Register(kind, facts.codes(), facts.ratedWh(), facts.massG(), passport),
          facts.issuedMillis());
    } else if (document.has(CODE)) {
      codes();
    } else if (document.has(PASSPORT)) {
      product();
    } else {
      condition();
    }
  }

  /** A battery and its parts, each known by its code. */
  private void codes() {
    String whole = coded(document);
    Set<String> parts = new LinkedHashSet<>();
    for (JsonNode part : document.path("subcomponents")) {
      if (!text(part, CODE).equals(text(document, CODE))) { // what names itself has no parts
        parts.add(coded(part));
      }
    }
    if (!parts.isEmpty()) {
      state(whole, new LifeAction.Attach(List.copyOf(parts)), gaps.nowMillis());
    }
  }

  private String coded(JsonNode node) {
    String code = text(node, CODE);
    AssetKind kind = kind(code);
    String label = text(node, "productType").toUpperCase(Locale.ROOT);
    if (!label.equals(kind.name()) && gaps.kind() != kind) {
      throw new IllegalArgumentException(
          code
              + " is labelled "
              + label
              + ", and its position 4 says "
              + kind
              + ": say --kind "
              + kind
              + " to take it as that");
    }
    DecodedCode decoded = CODES.decode(code);
    @Nullable LocalDate date = decoded.parts().date();
    long made =
        date == null
            ? gaps.nowMillis()
            : date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    String asset = Objects.requireNonNull(decoded.normalised());
    register(
        asset,
        new LifeAction.Register(kind, List.of(code), gaps.ratedWh(), gaps.massG(), null),
        made);
    return asset;
  }

  /** What a battery is by its code, else what was said it is, else a pack. */
  private AssetKind kind(String code) {
    DecodedCode decoded = CODES.decode(code);
    @Nullable AssetKind byCode = decoded.valid() ? decoded.parts().kind() : null;
    if (byCode == null && document.has(CODE)) {
      throw new IllegalArgumentException(
          code + " cannot be read; `commonwatt battery decode` says why");
    }
    if (byCode != null) {
      return byCode;
    }
    return gaps.kind() == null ? AssetKind.PACK : gaps.kind();
  }

  private void product() {
    PassportDocument.status(text(document, "batteryStatus"));
    BigDecimal grams = number(document, "batteryMass").movePointRight(3);
    LifeAction.Register register =
        new LifeAction.Register(
            kind(""), List.of(), gaps.ratedWh(), grams.longValueExact(), text(document, PASSPORT));
    register(
        text(document, "productIdentifier"), register, millis(text(document, "manufacturingDate")));
  }

  private void condition() {
    long energyWh = thousandths(document.path(ENERGY), ENERGY);
    JsonNode capacity = document.path("RemainingCapacity");
    long capacityMilliAh = capacity.isObject() ? thousandths(capacity, "RemainingCapacity") : 0;
    LifeAction test =
        new LifeAction.Test(
            SohTest.Basis.IN_HOUSE,
            "IDTA Product Condition 1.0.1",
            capacityMilliAh,
            energyWh,
            0,
            "");
    state(gaps.asset(), test, millis(text(document.path(ENERGY), "LastUpdate")));
  }

  private void register(String asset, LifeAction.Register register, long atMillis) {
    lines.add(line(Statement.of(asset, 1, atMillis, register)));
  }

  /** Any other statement is the asset's next event, whatever number that has. */
  private void state(String asset, LifeAction action, long atMillis) {
    StatementFile.Line whole = line(Statement.of(asset, 1, atMillis, action));
    Objects.requireNonNull(whole.statement()).remove("sequence");
    lines.add(whole);
  }

  private StatementFile.Line line(Statement statement) {
    String text = statement.withEvidence(evidence).text();
    try {
      BatteryJson.readStatement(text);
      ObjectNode node = (ObjectNode) MAPPER.readTree(text);
      return new StatementFile.Line(lines.size() + 1, node, List.of(), null);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static long thousandths(JsonNode node, String name) {
    return number(node, name + "Value").movePointRight(3).longValueExact();
  }

  private static BigDecimal number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isNumber()) {
      throw new IllegalArgumentException("the document has no number " + field);
    }
    return value.decimalValue();
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("the document has no text " + field);
    }
    return value.textValue();
  }

  /** A time; without its zone, as IDTA's samples have it, it is UTC. */
  private static long millis(String text) {
    try {
      boolean zoned = text.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})");
      return zoned
          ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time: " + text, e);
    }
  }
}
