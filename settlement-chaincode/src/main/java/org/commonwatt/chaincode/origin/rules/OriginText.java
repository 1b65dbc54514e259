package org.commonwatt.chaincode.origin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Flow;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of runs and declarations, strictly: only the canonical spelling is accepted, so that
 * every peer stores the same bytes.
 */
final class OriginText {
  private static final String NO_SOURCE = "none";
  private static final String STORAGE = "storage";

  private OriginText() {}

  /**
   * Reads a run.
   *
   * @throws Refusal when the text is not its canonical JSON
   */
  static OriginRun readRun(String json) {
    JsonNode node = Fields.object("run", json);
    Fields fields = new Fields("", node);
    OriginRun run =
        new OriginRun(
            fields.id("market"),
            fields.batchId("batchId"),
            fields.hash("batchHash"),
            fields.slot(),
            entries(fields));
    Fields.requireCanonical(write(run), json);
    return run;
  }

  /**
   * Reads a declaration.
   *
   * @throws Refusal when the text is not its canonical JSON
   */
  static SourceDeclaration readDeclaration(String json) {
    SourceDeclaration declaration = declaration(Fields.object("declaration", json));
    Fields.requireCanonical(write(declaration), json);
    return declaration;
  }

  static SourceDeclaration declaration(JsonNode node) {
    Fields fields = new Fields("", node);
    return new SourceDeclaration(
        fields.id("market"),
        fields.id("account"),
        fields.id("area"),
        List.of(NO_SOURCE, STORAGE).contains(fields.text("source")) ? null : source(fields),
        fields.text("source").equals(STORAGE) ? storage(fields) : null,
        fields.integer("fromMillis", 0, Fields.MAX_MILLIS));
  }

  private static OriginStorage storage(Fields fields) {
    return new OriginStorage(
        fields.integer("capacityWh", 1, OriginStorage.MOST_WH),
        (int) fields.integer("roundTripPpm", 1, OriginStorage.LOSSLESS_PPM));
  }

  /** The declarations of what {@link #array} wrote; a list that may grow, empty of null. */
  static List<SourceDeclaration> declarations(@Nullable String stored) {
    List<SourceDeclaration> all = new ArrayList<>();
    if (stored != null) {
      JsonNode wrapped = Fields.object("sources", "{\"all\":" + stored + "}");
      wrapped.required("all").forEach(node -> all.add(declaration(node)));
    }
    return all;
  }

  static String write(SourceDeclaration declaration) {
    return "{\"market\":\""
        + declaration.market()
        + "\",\"account\":\""
        + declaration.account()
        + "\",\"area\":\""
        + declaration.area()
        + "\",\"source\":\""
        + what(declaration)
        + ",\"fromMillis\":"
        + declaration.fromMillis()
        + "}";
  }

  private static String what(SourceDeclaration declaration) {
    EnergySource source = declaration.source();
    OriginStorage storage = declaration.storage();
    if (storage == null) {
      return (source == null ? NO_SOURCE : source.id()) + "\"";
    }
    return STORAGE
        + "\",\"capacityWh\":"
        + storage.capacityWh()
        + ",\"roundTripPpm\":"
        + storage.roundTripPpm();
  }

  static OriginEntries entries(Fields fields) {
    return new OriginEntries(
        each(fields, "issued", OriginText::amount),
        each(fields, "moved", OriginText::move),
        each(fields, "retired", OriginText::amount),
        each(fields, "unguaranteed", OriginText::unguaranteed),
        new Stored(
            kept(fields, "stored", OriginText::amount),
            kept(fields, "released", OriginText::amount),
            kept(fields, "lost", OriginText::amount),
            kept(fields, "flows", OriginText::flow)));
  }

  /** The lists as fields of an object, without its braces; those of storages only if not empty. */
  static String write(OriginEntries entries) {
    return always(entries)
        + kept("stored", entries.storage().stored(), OriginText::write)
        + kept("released", entries.storage().released(), OriginText::write)
        + kept("lost", entries.storage().lost(), OriginText::write)
        + kept("flows", entries.storage().flows(), OriginText::write);
  }

  private static <T> String kept(String field, List<T> all, Function<T, String> one) {
    return all.isEmpty() ? "" : ",\"" + field + "\":" + array(all, one);
  }

  private static <T> List<T> kept(Fields fields, String field, Function<JsonNode, T> one) {
    return fields.has(field) ? each(fields, field, one) : List.of();
  }

  private static String write(Flow one) {
    return "{\"account\":\""
        + one.account()
        + "\",\"chargedWh\":"
        + one.chargedWh()
        + ",\"takenWh\":"
        + one.takenWh()
        + "}";
  }

  private static Flow flow(JsonNode node) {
    Fields fields = new Fields("flows.", node);
    return new Flow(
        fields.id("account"),
        fields.integer("chargedWh", -Long.MAX_VALUE, Long.MAX_VALUE),
        fields.integer("takenWh", -Long.MAX_VALUE, Long.MAX_VALUE));
  }

  private static String always(OriginEntries entries) {
    return "\"issued\":"
        + array(entries.issued(), OriginText::write)
        + ",\"moved\":"
        + array(entries.moved(), OriginText::write)
        + ",\"retired\":"
        + array(entries.retired(), OriginText::write)
        + ",\"unguaranteed\":"
        + array(
            entries.unguaranteed(),
            one -> "{\"area\":\"" + one.area() + "\",\"wh\":" + one.wh() + "}");
  }

  /** An origin and its number, behind the other fields of an entry. */
  static String write(Origin origin, long wh) {
    return "\"area\":\""
        + origin.area()
        + "\",\"source\":\""
        + origin.source().id()
        + "\",\"wh\":"
        + wh
        + "}";
  }

  static <T> String array(List<T> all, Function<T, String> one) {
    return all.stream().map(one).collect(Collectors.joining(",", "[", "]"));
  }

  private static String write(OriginRun run) {
    return "{\"market\":\""
        + run.market()
        + "\",\"batchId\":\""
        + run.batchId()
        + "\",\"batchHash\":\""
        + run.batchHash()
        + "\",\"slotStartMillis\":"
        + run.slot().startMillis()
        + ",\"slotMinutes\":"
        + run.slot().minutes()
        + ","
        + write(run.entries())
        + "}";
  }

  private static String write(Amount one) {
    return "{\"account\":\"" + one.account() + "\"," + write(one.origin(), one.wh());
  }

  private static String write(Move one) {
    return "{\"tradeId\":"
        + one.tradeId()
        + ",\"from\":\""
        + one.from()
        + "\",\"to\":\""
        + one.to()
        + "\","
        + write(one.origin(), one.wh());
  }

  private static Amount amount(JsonNode node) {
    Fields fields = new Fields("entries.", node);
    return new Amount(fields.id("account"), origin(fields), wh(fields));
  }

  private static Move move(JsonNode node) {
    Fields fields = new Fields("moved.", node);
    return new Move(
        fields.integer("tradeId", 1, Long.MAX_VALUE),
        party(fields, "from"),
        party(fields, "to"),
        origin(fields),
        wh(fields));
  }

  private static Unguaranteed unguaranteed(JsonNode node) {
    Fields fields = new Fields("unguaranteed.", node);
    return new Unguaranteed(fields.id("area"), wh(fields));
  }

  static Origin origin(Fields fields) {
    return new Origin(fields.id("area"), source(fields));
  }

  private static EnergySource source(Fields fields) {
    return EnergySource.of(fields.text("source"))
        .orElseThrow(() -> Fields.malformed("source", "must be one of " + EnergySource.ids()));
  }

  /** What a slot may have depends on the rulebook's prices, and may fill 63 bits. */
  private static long wh(Fields fields) {
    return fields.integer("wh", -Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** An account, or a link as {@link AreaLink#party()} writes it. */
  private static String party(Fields fields, String field) {
    String text = fields.text(field);
    for (String end : text.split(">", 2)) {
      if (!Ids.isValid(end)) {
        throw Fields.malformed("moved." + field, "must be an id, or two ids with > between them");
      }
    }
    return text;
  }

  private static <T> List<T> each(Fields fields, String field, Function<JsonNode, T> one) {
    List<T> all = new ArrayList<>();
    fields.array(field).forEach(node -> all.add(one.apply(node)));
    return all;
  }
}
