package org.commonwatt.cli.clearing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonwatt.cli.clearing.CaseException.Problem;
import org.commonwatt.core.coupled.CaseBuilder;
import org.commonwatt.core.coupled.CaseFault;
import org.commonwatt.core.coupled.ClearingCase;
import org.commonwatt.core.coupled.ClearingRules;
import org.commonwatt.core.coupled.MultiSlotBuilder;
import org.commonwatt.core.coupled.MultiSlotCase;
import org.jspecify.annotations.Nullable;

/** Reads one case from its JSON, token by token. */
final class CaseReader {
  static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Pattern FOR_PROGRAMMERS =
      Pattern.compile(
          "(?s) \\((start marker|for \\w+ starting) at .*|: enable `.*"
              + "|: maybe a \\(non-standard\\).*|, from `[^`]*`");

  private final long line;
  private @Nullable String id;
  private ClearingRules rules = ClearingRules.DEFAULT;
  private boolean areasGiven;
  private final List<AreaFields> areas = new ArrayList<>();
  private @Nullable List<String> slots;
  private final List<LinkFields> links = new ArrayList<>();
  private final List<OrderFields> orders = new ArrayList<>();

  private CaseReader(long line) {
    this.line = line;
  }

  /**
   * A case and its id.
   *
   * @param input a case of one slot, null for one of several
   * @param slots a case of several slots, null for one of one
   */
  record NamedCase(
      String id, @Nullable ClearingCase input, @Nullable MultiSlotCase slots, long line) {}

  /** Thrown inside when the JSON ends too early. */
  static final class Incomplete extends IOException {
    private static final long serialVersionUID = 1;

    private final @Nullable String id;

    Incomplete(@Nullable String id, IOException cause) {
      super(cause);
      this.id = id;
    }

    /** Id of the case, null when the JSON ends before it. */
    @Nullable String id() {
      return id;
    }
  }

  /**
   * Reads a case.
   *
   * @param bytes UTF-8 JSON, one object
   * @param line number of the line it begins on, for errors
   * @throws CaseException when it is no case
   * @throws Incomplete when the JSON ends too early
   */
  static NamedCase read(byte[] bytes, long line) throws CaseException, Incomplete {
    CaseReader reader = new CaseReader(line);
    try (JsonParser parser = JSON.createParser(bytes)) {
      reader.read(new Fields(parser));
      return reader.build();
    } catch (JsonProcessingException e) {
      if (e.getOriginalMessage().startsWith("Unexpected end-of-input")) { // not always an own type
        throw new Incomplete(reader.id, e);
      }
      throw reader.malformed("MALFORMED_JSON", reader.plain(e));
    } catch (Fields.Wrong e) {
      throw reader.malformed(e.code(), e.getMessage());
    } catch (IOException e) {
      throw reader.malformed("MALFORMED_JSON", String.valueOf(e.getMessage()));
    }
  }

  /** What a parser says, without its advice to programmers, and where. */
  private String plain(JsonProcessingException e) {
    String said = FOR_PROGRAMMERS.matcher(e.getOriginalMessage()).replaceAll("");
    JsonLocation place = e.getLocation();
    return place == null
        ? said
        : said
            + " (line "
            + (line + place.getLineNr() - 1)
            + ", column "
            + place.getColumnNr()
            + ")";
  }

  private CaseException malformed(String code, String message) {
    return new CaseException(
        new Problem(
            id, line, code, message, "see docs/formats/clearing.md for the fields", List.of()));
  }

  private void read(Fields in) throws IOException {
    in.next(JsonToken.START_OBJECT, "a case");
    in.object(
        name -> {
          switch (name) {
            case "id" -> id = in.text();
            case "currency" -> in.text();
            case "slots" -> slots = in.texts();
            case "rules" -> rules = RuleFields.read(in);
            case "areas" -> {
              areasGiven = true;
              in.array(() -> areas.add(AreaFields.read(in)));
            }
            case "links" -> in.array(() -> links.add(LinkFields.read(in)));
            case "orders" -> in.array(() -> orders.add(OrderFields.read(in)));
            default -> throw in.unknown(name);
          }
        });
    in.end();
    in.require("id", id);
    if (!areasGiven) {
      in.require("areas", null);
    }
  }

  private NamedCase build() throws CaseException {
    return slots == null ? ofOneSlot() : ofSlots(slots);
  }

  private NamedCase ofOneSlot() throws CaseException {
    CaseBuilder builder = new CaseBuilder(rules);
    for (AreaFields area : areas) {
      area.addTo(builder);
    }
    for (LinkFields link : links) {
      if (link.slot() != null) {
        throw malformed("MALFORMED", "a link names a slot, but the case has no \"slots\"");
      }
      builder.link(link.link());
    }
    for (OrderFields order : orders) {
      if (order.namesSlots()) {
        throw malformed(
            "MALFORMED", "order " + order.id() + " names slots, but the case has no \"slots\"");
      }
      builder.order(order.order());
    }
    check(builder.fault());
    return new NamedCase(String.valueOf(id), builder.build(), null, line);
  }

  private NamedCase ofSlots(List<String> ids) throws CaseException {
    MultiSlotBuilder builder = new MultiSlotBuilder(rules);
    ids.forEach(builder::slot);
    areas.forEach(area -> area.addTo(builder));
    links.forEach(link -> link.addTo(builder));
    for (OrderFields order : orders) {
      if (!order.addTo(builder)) {
        throw malformed(
            "MALFORMED",
            "order "
                + order.id()
                + " has neither a slot nor a profile, but the case has \"slots\"");
      }
    }
    check(builder.fault());
    return new NamedCase(String.valueOf(id), null, builder.build(), line);
  }

  private void check(@Nullable CaseFault fault) throws CaseException {
    if (fault != null) {
      throw CaseException.of(id, line, fault);
    }
  }
}
