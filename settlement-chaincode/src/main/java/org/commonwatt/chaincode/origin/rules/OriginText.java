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
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.SourceDeclaration;

/**
 * The JSON of runs and declarations, strictly: only the canonical spelling is accepted, so that
 * every peer stores the same bytes.
 */
final class OriginText {
  private static final String NO_SOURCE = "none";

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
        fields.text("source").equals(NO_SOURCE) ? null : source(fields),
        fields.integer("fromMillis", 0, Fields.MAX_MILLIS));
  }

  static String write(SourceDeclaration declaration) {
    EnergySource source = declaration.source();
    return "{\"market\":\""
        + declaration.market()
        + "\",\"account\":\""
        + declaration.account()
        + "\",\"area\":\""
        + declaration.area()
        + "\",\"source\":\""
        + (source == null ? NO_SOURCE : source.id())
        + "\",\"fromMillis\":"
        + declaration.fromMillis()
        + "}";
  }

  static OriginEntries entries(Fields fields) {
    return new OriginEntries(
        each(fields, "issued", OriginText::amount),
        each(fields, "moved", OriginText::move),
        each(fields, "retired", OriginText::amount),
        each(fields, "unguaranteed", OriginText::unguaranteed));
  }

  /** The four lists as fields of an object, without its braces. */
  static String write(OriginEntries entries) {
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

  private static Origin origin(Fields fields) {
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
