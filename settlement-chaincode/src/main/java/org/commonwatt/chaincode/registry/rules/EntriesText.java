package org.commonwatt.chaincode.registry.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;

/**
 * The JSON of entries, strictly: only the canonical spelling is accepted, so that every peer stores
 * the same bytes.
 */
final class EntriesText {
  private EntriesText() {}

  /**
   * Reads entries.
   *
   * @throws Refusal when the text is not their canonical JSON
   */
  static RegistryEntries read(String json) {
    Fields fields = new Fields("", Fields.object("entries", json));
    RegistryEntries entries =
        new RegistryEntries(
            fields.id("market"),
            fields.integer("fromSequence", 1, Long.MAX_VALUE),
            fields.integer("toSequence", 1, Long.MAX_VALUE),
            fields.integer("nextOffset", 0, Long.MAX_VALUE),
            each(fields, "rulebooks", RegistryEntries.MOST, EntriesText::rulebook),
            each(fields, "auctions", RegistryEntries.MOST, EntriesText::auction));
    Fields.requireCanonical(write(entries), json);
    return entries;
  }

  /** A rulebook canonically. Ids and hashes need no escaping. */
  static String write(RulebookEntry entry) {
    return "{\"version\":"
        + entry.version()
        + ",\"documentHash\":\""
        + entry.documentHash()
        + "\",\"areas\":"
        + array(entry.areas(), area -> "\"" + area + "\"")
        + ",\"links\":"
        + array(entry.links(), EntriesText::write)
        + place(entry.place());
  }

  /** An auction canonically. */
  static String write(AuctionEntry entry) {
    return "{\"slotStartMillis\":"
        + entry.slot().startMillis()
        + ",\"slotMinutes\":"
        + entry.slot().minutes()
        + place(entry.place());
  }

  private static String write(RegistryEntries entries) {
    return "{\"market\":\""
        + entries.market()
        + "\",\"fromSequence\":"
        + entries.fromSequence()
        + ",\"toSequence\":"
        + entries.toSequence()
        + ",\"nextOffset\":"
        + entries.nextOffset()
        + ",\"rulebooks\":"
        + array(entries.rulebooks(), EntriesText::write)
        + ",\"auctions\":"
        + array(entries.auctions(), EntriesText::write)
        + "}";
  }

  private static String write(AreaLink link) {
    return "{\"from\":\""
        + link.from()
        + "\",\"to\":\""
        + link.to()
        + "\",\"minFlowWh\":"
        + link.minFlowWh()
        + ",\"maxFlowWh\":"
        + link.maxFlowWh()
        + ",\"feeMicroPerKwh\":"
        + link.feeMicroPerKwh()
        + "}";
  }

  private static String place(LogPlace place) {
    return ",\"sequence\":" + place.sequence() + ",\"eventHash\":\"" + place.eventHash() + "\"}";
  }

  private static <T> String array(List<T> all, Function<T, String> one) {
    return all.stream().map(one).collect(Collectors.joining(",", "[", "]"));
  }

  private static RulebookEntry rulebook(JsonNode node) {
    Fields fields = new Fields("rulebooks.", node);
    return new RulebookEntry(
        (int) fields.integer("version", 1, Integer.MAX_VALUE),
        fields.hash("documentHash"),
        each(fields, "areas", Areas.MAX_AREAS, EntriesText::area),
        each(fields, "links", Areas.MAX_LINKS, EntriesText::link),
        place(fields));
  }

  private static AuctionEntry auction(JsonNode node) {
    Fields fields = new Fields("auctions.", node);
    return new AuctionEntry(fields.slot(), place(fields));
  }

  private static LogPlace place(Fields fields) {
    return new LogPlace(fields.integer("sequence", 1, Long.MAX_VALUE), fields.hash("eventHash"));
  }

  private static String area(JsonNode node) {
    if (!node.isTextual() || !Ids.isValid(node.textValue())) {
      throw Fields.malformed("rulebooks.areas", "must be ids");
    }
    return node.textValue();
  }

  private static AreaLink link(JsonNode node) {
    Fields fields = new Fields("rulebooks.links.", node);
    String from = fields.id("from");
    String to = fields.id("to");
    if (from.equals(to)) {
      throw Fields.malformed("rulebooks.links.to", "must be another area than from");
    }
    return new AreaLink(
        from,
        to,
        fields.integer("minFlowWh", -Amounts.MAX_ORDER_WH, 0),
        fields.integer("maxFlowWh", 0, Amounts.MAX_ORDER_WH),
        fields.integer("feeMicroPerKwh", 0, Amounts.MAX_ABS_PRICE_MICRO_PER_KWH));
  }

  private static <T> List<T> each(
      Fields fields, String field, int most, Function<JsonNode, T> one) {
    JsonNode array = fields.array(field);
    if (array.size() > most) {
      throw Fields.malformed(field, "must have at most " + most + " elements");
    }
    List<T> all = new ArrayList<>();
    array.forEach(node -> all.add(one.apply(node)));
    return all;
  }
}
