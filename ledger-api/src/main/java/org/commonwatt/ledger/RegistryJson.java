package org.commonwatt.ledger;

import static org.commonwatt.ledger.JsonParts.each;
import static org.commonwatt.ledger.JsonParts.hash;
import static org.commonwatt.ledger.JsonParts.integer;
import static org.commonwatt.ledger.JsonParts.number;
import static org.commonwatt.ledger.JsonParts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;

/** The canonical JSON of the registry's entries: {@code docs/formats/ledger.md}. */
public final class RegistryJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String WHAT = "the registry";

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
    return JsonParts.decode(
        WHAT,
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
    return JsonParts.decode(
        WHAT,
        json,
        node ->
            new RegistryLedger.Head(
                number(node, "toSequence"),
                number(node, "nextOffset"),
                integer(node, "rulebookVersion")));
  }

  /** Reads an array of {@code {"rulebook":…,"transactionId":…}}. */
  static List<RulebookEntry> readRulebooks(String json) {
    return JsonParts.decode(
        WHAT, json, node -> each(node, one -> rulebook(one.required("rulebook"))));
  }

  /** Reads an array of {@code {"auction":…,"transactionId":…}}. */
  static List<AuctionEntry> readAuctions(String json) {
    return JsonParts.decode(
        WHAT, json, node -> each(node, one -> auction(one.required("auction"))));
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
        integer(node, "version"),
        hash(node, "documentHash"),
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
        new DeliverySlot(number(node, "slotStartMillis"), integer(node, "slotMinutes")),
        place(node));
  }

  private static LogPlace place(JsonNode node) {
    return new LogPlace(number(node, "sequence"), hash(node, "eventHash"));
  }
}
