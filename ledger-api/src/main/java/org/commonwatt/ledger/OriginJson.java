package org.commonwatt.ledger;

import static org.commonwatt.ledger.JsonParts.each;
import static org.commonwatt.ledger.JsonParts.hash;
import static org.commonwatt.ledger.JsonParts.integer;
import static org.commonwatt.ledger.JsonParts.number;
import static org.commonwatt.ledger.JsonParts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Flow;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginLots;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.SourceDeclaration;

/** The canonical JSON of guarantees of origin: {@code docs/formats/ledger.md}. */
public final class OriginJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String WHAT = "guarantees of origin";
  private static final String NO_SOURCE = "none";
  private static final String STORAGE = "storage";

  private OriginJson() {}

  /** Writes a run: fields in documented order, no white space. */
  public static String write(OriginRun run) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("market", run.market());
    node.put("batchId", run.batchId());
    node.put("batchHash", run.batchHash().hex());
    node.put("slotStartMillis", run.slot().startMillis());
    node.put("slotMinutes", run.slot().minutes());
    OriginEntries entries = run.entries();
    put(node, "issued", entries.issued());
    var moved = node.putArray("moved");
    for (Move one : entries.moved()) {
      ObjectNode row = moved.addObject();
      row.put("tradeId", one.tradeId()).put("from", one.from()).put("to", one.to());
      put(row, one.origin(), one.wh());
    }
    put(node, "retired", entries.retired());
    var bare = node.putArray("unguaranteed");
    entries
        .unguaranteed()
        .forEach(one -> bare.addObject().put("area", one.area()).put("wh", one.wh()));
    putKept(node, "stored", entries.storage().stored());
    putKept(node, "released", entries.storage().released());
    putKept(node, "lost", entries.storage().lost());
    if (!entries.storage().flows().isEmpty()) {
      var flows = node.putArray("flows");
      for (Flow one : entries.storage().flows()) {
        ObjectNode row = flows.addObject().put("account", one.account());
        row.put("chargedWh", one.chargedWh()).put("takenWh", one.takenWh());
      }
    }
    return node.toString();
  }

  /** Writes a declaration likewise. */
  public static String write(SourceDeclaration declaration) {
    EnergySource source = declaration.source();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("market", declaration.market());
    node.put("account", declaration.account());
    node.put("area", declaration.area());
    OriginStorage storage = declaration.storage();
    if (storage == null) {
      node.put("source", source == null ? NO_SOURCE : source.id());
    } else {
      node.put("source", STORAGE).put("capacityWh", storage.capacityWh());
      node.put("roundTripPpm", storage.roundTripPpm());
    }
    node.put("fromMillis", declaration.fromMillis());
    return node.toString();
  }

  /**
   * Reads what {@link #write(OriginRun)} wrote.
   *
   * @throws LedgerException when it is not such a text
   */
  public static OriginRun readRun(String json) {
    return JsonParts.decode(
        WHAT,
        json,
        node ->
            new OriginRun(
                text(node, "market"),
                text(node, "batchId"),
                hash(node, "batchHash"),
                slot(node),
                entries(node)));
  }

  /**
   * Reads what {@link #write(SourceDeclaration)} wrote.
   *
   * @throws LedgerException when it is not such a text
   */
  public static SourceDeclaration readDeclaration(String json) {
    return JsonParts.decode(WHAT, json, OriginJson::declaration);
  }

  static OriginLedger.Head readHead(String json) {
    return JsonParts.decode(
        WHAT,
        json,
        node ->
            new OriginLedger.Head(
                text(node, "batchId"), hash(node, "batchHash"), number(node, "slotEndMillis")));
  }

  static List<SourceDeclaration> readDeclarations(String json) {
    return JsonParts.decode(WHAT, json, list -> each(list, OriginJson::declaration));
  }

  static Map<String, List<OriginLots.Lot>> readStocks(String json) {
    return JsonParts.decode(
        WHAT,
        json,
        list -> {
          Map<String, List<OriginLots.Lot>> stocks = new TreeMap<>();
          list.forEach(
              row -> stocks.put(text(row, "account"), each(row.required("lots"), OriginJson::lot)));
          return stocks;
        });
  }

  private static OriginLots.Lot lot(JsonNode node) {
    SortedMap<Origin, Long> known = new TreeMap<>();
    node.required("known").forEach(row -> known.put(origin(row), number(row, "wh")));
    return new OriginLots.Lot(known, number(node, "unknownWh"));
  }

  static List<OriginLedger.SlotGuarantees> readSlots(String json) {
    return JsonParts.decode(WHAT, json, list -> each(list, OriginJson::guarantees));
  }

  private static OriginLedger.SlotGuarantees guarantees(JsonNode node) {
    return new OriginLedger.SlotGuarantees(
        slot(node),
        integer(node, "runs"),
        text(node, "batchId"),
        entries(node),
        each(
            node.required("residual"),
            row -> new OriginLedger.Residual(origin(row), number(row, "wh"))),
        text(node, "transactionId"));
  }

  private static DeliverySlot slot(JsonNode node) {
    return new DeliverySlot(number(node, "slotStartMillis"), integer(node, "slotMinutes"));
  }

  private static OriginEntries entries(JsonNode node) {
    return new OriginEntries(
        each(node.required("issued"), OriginJson::amount),
        each(
            node.required("moved"),
            row ->
                new Move(
                    number(row, "tradeId"),
                    text(row, "from"),
                    text(row, "to"),
                    origin(row),
                    number(row, "wh"))),
        each(node.required("retired"), OriginJson::amount),
        each(
            node.required("unguaranteed"),
            row -> new Unguaranteed(text(row, "area"), number(row, "wh"))),
        new Stored(
            kept(node, "stored", OriginJson::amount),
            kept(node, "released", OriginJson::amount),
            kept(node, "lost", OriginJson::amount),
            kept(
                node,
                "flows",
                row ->
                    new Flow(
                        text(row, "account"), number(row, "chargedWh"), number(row, "takenWh")))));
  }

  /** A list of storages' entries, which is not written when it is empty. */
  private static <T> List<T> kept(JsonNode node, String field, Function<JsonNode, T> one) {
    return node.has(field) ? each(node.required(field), one) : List.of();
  }

  private static void putKept(ObjectNode node, String field, List<Amount> amounts) {
    if (!amounts.isEmpty()) {
      put(node, field, amounts);
    }
  }

  private static Amount amount(JsonNode row) {
    return new Amount(text(row, "account"), origin(row), number(row, "wh"));
  }

  private static Origin origin(JsonNode row) {
    return new Origin(text(row, "area"), source(text(row, "source")));
  }

  private static SourceDeclaration declaration(JsonNode node) {
    String source = text(node, "source");
    return new SourceDeclaration(
        text(node, "market"),
        text(node, "account"),
        text(node, "area"),
        source.equals(NO_SOURCE) || source.equals(STORAGE) ? null : source(source),
        source.equals(STORAGE)
            ? new OriginStorage(number(node, "capacityWh"), integer(node, "roundTripPpm"))
            : null,
        number(node, "fromMillis"));
  }

  private static EnergySource source(String id) {
    return EnergySource.of(id)
        .orElseThrow(() -> new IllegalArgumentException("there is no source " + id));
  }

  private static void put(ObjectNode node, String field, List<Amount> amounts) {
    var array = node.putArray(field);
    for (Amount one : amounts) {
      put(array.addObject().put("account", one.account()), one.origin(), one.wh());
    }
  }

  private static void put(ObjectNode row, Origin origin, long wh) {
    row.put("area", origin.area()).put("source", origin.source().id()).put("wh", wh);
  }
}
