package org.commonwatt.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;

/** The canonical JSON of the registry's entries: {@code docs/formats/ledger.md}. */
public final class RegistryJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RegistryJson() {}

  /** Writes entries: fields in documented order, no white space. */
  public static String write(RegistryEntries entries) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("market", entries.market());
    node.put("fromSequence", entries.fromSequence());
    node.put("toSequence", entries.toSequence());
    node.put("nextOffset", entries.nextOffset());
    ArrayNode rulebooks = node.putArray("rulebooks");
    entries.rulebooks().forEach(entry -> write(entry, rulebooks.addObject()));
    ArrayNode auctions = node.putArray("auctions");
    for (AuctionEntry entry : entries.auctions()) {
      ObjectNode auction = auctions.addObject();
      auction.put("slotStartMillis", entry.slot().startMillis());
      auction.put("slotMinutes", entry.slot().minutes());
      write(entry.place(), auction);
    }
    return node.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws LedgerException when it is not such a text
   */
  public static RegistryEntries read(String json) {
    return decode(
        json,
        node ->
            new RegistryEntries(
                text(node, "market"),
                number(node, "fromSequence"),
                number(node, "toSequence"),
                number(node, "nextOffset"),
                each(node.required("rulebooks"), RegistryJson::rulebook),
                each(node.required("auctions"), RegistryJson::auction)));
  }

  /** Reads the registry's head. */
  static RegistryLedger.Head readHead(String json) {
    return decode(
        json,
        node ->
            new RegistryLedger.Head(
                number(node, "toSequence"),
                number(node, "nextOffset"),
                (int) number(node, "rulebookVersion")));
  }

  /** Reads an array of {@code {"rulebook":…,"transactionId":…}}. */
  static List<RulebookEntry> readRulebooks(String json) {
    return decode(json, node -> each(node, one -> rulebook(one.required("rulebook"))));
  }

  /** Reads an array of {@code {"auction":…,"transactionId":…}}. */
  static List<AuctionEntry> readAuctions(String json) {
    return decode(json, node -> each(node, one -> auction(one.required("auction"))));
  }

  private static void write(RulebookEntry entry, ObjectNode node) {
    node.put("version", entry.version());
    node.put("documentHash", entry.documentHash().hex());
    ArrayNode areas = node.putArray("areas");
    entry.areas().forEach(areas::add);
    ArrayNode links = node.putArray("links");
    for (AreaLink link : entry.links()) {
      links
          .addObject()
          .put("from", link.from())
          .put("to", link.to())
          .put("minFlowWh", link.minFlowWh())
          .put("maxFlowWh", link.maxFlowWh())
          .put("feeMicroPerKwh", link.feeMicroPerKwh());
    }
    write(entry.place(), node);
  }

  private static void write(LogPlace place, ObjectNode node) {
    node.put("sequence", place.sequence()).put("eventHash", place.eventHash().hex());
  }

  private static RulebookEntry rulebook(JsonNode node) {
    return new RulebookEntry(
        (int) number(node, "version"),
        new Hash(text(node, "documentHash")),
        each(node.required("areas"), JsonNode::textValue),
        each(
            node.required("links"),
            link ->
                new AreaLink(
                    text(link, "from"),
                    text(link, "to"),
                    number(link, "minFlowWh"),
                    number(link, "maxFlowWh"),
                    number(link, "feeMicroPerKwh"))),
        place(node));
  }

  private static AuctionEntry auction(JsonNode node) {
    return new AuctionEntry(
        new DeliverySlot(number(node, "slotStartMillis"), (int) number(node, "slotMinutes")),
        place(node));
  }

  private static LogPlace place(JsonNode node) {
    return new LogPlace(number(node, "sequence"), new Hash(text(node, "eventHash")));
  }

  private static <T> T decode(String json, Function<JsonNode, T> reader) {
    try {
      return reader.apply(MAPPER.readTree(json));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new LedgerException("not the JSON of the registry: " + e.getMessage(), e);
    }
  }

  private static <T> List<T> each(JsonNode array, Function<JsonNode, T> reader) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("an array is expected");
    }
    List<T> all = new ArrayList<>();
    array.forEach(node -> all.add(reader.apply(node)));
    return all;
  }

  private static long number(JsonNode node, String field) {
    JsonNode value = node.required(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException(field + " must be a whole number");
    }
    return value.longValue();
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.required(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " must be a string");
    }
    return value.textValue();
  }
}
