package org.commonwatt.engine.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** The JSON object of a request, read strictly: known fields only, each once, of the right type. */
final class JsonBody {
  private static final ObjectMapper MAPPER = strictMapper();

  private final JsonNode node;
  private final String place;
  private final String hint;

  private JsonBody(JsonNode node, String place, String hint) {
    this.node = node;
    this.place = place;
    this.hint = hint;
  }

  /**
   * The bytes of a request's body.
   *
   * @throws ProblemException with status 415 when it does not say that it is JSON, or is compressed
   */
  static byte[] bytes(RoutingContext ctx) {
    requireAsItIs(ctx);
    String type = ctx.request().getHeader("Content-Type");
    if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase("application/json")) {
      throw new ProblemException(
          new Problem(
              415,
              "UNSUPPORTED_MEDIA_TYPE",
              "The body must be application/json.",
              "Send the header Content-Type: application/json."));
    }
    Buffer body = ctx.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }

  /**
   * Nothing is unpacked, so no body is larger than it came.
   *
   * @throws ProblemException with status 415 when the body is said to be compressed
   */
  static void requireAsItIs(RoutingContext ctx) {
    String coding = ctx.request().getHeader("Content-Encoding");
    if (coding != null && !coding.trim().equalsIgnoreCase("identity")) {
      throw new ProblemException(
          new Problem(
              415,
              "UNSUPPORTED_MEDIA_TYPE",
              "The body must not be compressed.",
              "Send it as it is, without the header Content-Encoding."));
    }
  }

  /**
   * Reads an object.
   *
   * @param body the bytes, UTF-8
   * @param fields the names that it may have
   * @param hint what every problem with it says to do
   * @throws ProblemException with status 400 naming what is wrong, as all methods here do
   */
  static JsonBody read(byte[] body, Set<String> fields, String hint) {
    return new JsonBody(tree(body, hint), "", hint).known(fields);
  }

  /** Reads an object whose fields are looked at later: {@link #known}. */
  static JsonBody read(byte[] body, String hint) {
    JsonBody read = new JsonBody(tree(body, hint), "", hint);
    if (!read.node.isObject()) {
      throw read.malformed("The message is not a JSON object.");
    }
    return read;
  }

  /** The objects of a list that must be there, 1 to {@code most}. */
  List<JsonBody> objects(String field, int most, Set<String> fields) {
    JsonNode array = present(field);
    if (!array.isArray() || array.isEmpty() || array.size() > most) {
      throw malformed("The field " + place + field + " must be a list of 1 to " + most + ".");
    }
    List<JsonBody> found = new ArrayList<>(array.size());
    for (JsonNode one : array) {
      String where = place + field + "[" + found.size() + "].";
      found.add(new JsonBody(one, where, hint).known(fields));
    }
    return found;
  }

  /** An object that must be there. */
  JsonBody object(String field, Set<String> fields) {
    return new JsonBody(present(field), place + field + ".", hint).known(fields);
  }

  /** An object that must be there, read as if it were a body of its own. */
  JsonBody body(String field, Set<String> fields, String itsHint) {
    @Nullable JsonNode value = node.get(field);
    if (value == null) {
      throw malformed("The field " + field + " is missing.");
    }
    return new JsonBody(value, "", itsHint).known(fields);
  }

  /** How many fields there are. */
  int size() {
    return node.size();
  }

  /** Refuses fields of other names. */
  JsonBody known(Set<String> fields) {
    if (!node.isObject()) {
      String what = place.isEmpty() ? "The body" : place.substring(0, place.length() - 1);
      throw malformed(what + " is not a JSON object.");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        throw malformed("The field " + place + Params.quote(name) + " is not known.");
      }
    }
    return this;
  }

  /** Whether a field is there. No field may be null: what is not meant is left out. */
  boolean has(String field) {
    return node.has(field);
  }

  /** A string that must be there. */
  String text(String field) {
    JsonNode value = present(field);
    if (!value.isTextual()) {
      throw malformed("The field " + place + field + " must be a string.");
    }
    return value.textValue();
  }

  /**
   * A sentence that must be there: 1 to {@code most} characters, not all of them blank, none of
   * them U+0000.
   */
  String sentence(String field, int most) {
    String text = text(field);
    boolean nul = text.indexOf('\0') >= 0; // no database takes it
    if (nul || text.isBlank() || text.codePointCount(0, text.length()) > most) {
      throw malformed(
          "The field "
              + place
              + field
              + " must be a sentence of 1 to "
              + most
              + " characters, without U+0000.");
    }
    return text;
  }

  /** So many lower-case hexadecimal digits, which must be there. */
  String digits(String field, int length) {
    String text = text(field);
    if (!isDigits(text, length)) {
      throw malformed(
          "The field "
              + place
              + field
              + " must have "
              + length
              + " lower-case hexadecimal digits.");
    }
    return text;
  }

  /** A list of SHA-256 hashes that must be there, at most so many. */
  void requireHashes(String field, int most) {
    JsonNode array = present(field);
    boolean good = array.isArray() && array.size() <= most;
    for (JsonNode one : array) {
      good &= one.isTextual() && isDigits(one.textValue(), 64);
    }
    if (!good) {
      throw malformed(
          "The field "
              + place
              + field
              + " must be a list of at most "
              + most
              + " times 64 lower-case hexadecimal digits.");
    }
  }

  private static boolean isDigits(String text, int length) {
    return text.length() == length && text.matches("[0-9a-f]+");
  }

  /** Refuses a body in which a field is no object; what the object has is looked at elsewhere. */
  void requireObject(String field) {
    if (!present(field).isObject()) {
      throw malformed("The field " + place + field + " must be an object.");
    }
  }

  /** An integer that must be there. */
  long integer(String field) {
    JsonNode value = present(field);
    if (!value.isIntegralNumber()) {
      throw malformed(
          "The field " + place + field + " must be an integer, without a decimal point.");
    }
    if (!value.canConvertToLong()) {
      throw malformed("The field " + place + field + " does not fit in 64 bits.");
    }
    return value.longValue();
  }

  /** An integer, or another one where the field is absent. */
  long integer(String field, long otherwise) {
    return has(field) ? integer(field) : otherwise;
  }

  /** The energies of a list that must be there, 1 to {@code most} of them, Wh, each 1 or more. */
  List<Long> energies(String field, int most) {
    List<Long> found = integers(field, most);
    for (int i = 0; i < found.size(); i++) {
      requirePositive(field + "[" + i + "]", found.get(i));
    }
    return found;
  }

  /** The integers of a list that must be there, 1 to {@code most} of them. */
  List<Long> integers(String field, int most) {
    JsonNode array = present(field);
    if (!array.isArray() || array.isEmpty() || array.size() > most) {
      throw malformed("The field " + place + field + " must be a list of 1 to " + most + ".");
    }
    List<Long> found = new ArrayList<>(array.size());
    for (JsonNode one : array) {
      if (!one.isIntegralNumber() || !one.canConvertToLong()) {
        throw malformed(
            "The field " + place + field + " must be a list of integers, without a decimal point.");
      }
      found.add(one.longValue());
    }
    return found;
  }

  /** An integer of 1 or more that must be there. */
  long positive(String field) {
    long value = integer(field);
    if (value < 1) {
      throw malformed("The field " + place + field + " must be 1 or more.");
    }
    return value;
  }

  /** An energy of 1 Wh or more that must be there. */
  long energyWh(String field) {
    return requirePositive(field, integer(field));
  }

  private long requirePositive(String field, long value) {
    if (value < 1) {
      throw new ProblemException(
          Problem.of(
              new Rejection(
                  RejectionCode.ENERGY_NOT_POSITIVE,
                  "The field "
                      + place
                      + field
                      + " must be 1 or more: the side says buy or sell.")));
    }
    return value;
  }

  /** An integer of 0 or more; 0 where the field is absent. */
  long notNegative(String field) {
    long value = integer(field, 0);
    if (value < 0) {
      throw malformed("The field " + place + field + " must be 0 or more.");
    }
    return value;
  }

  /** Whether a field is true; absent means false. */
  boolean flag(String field) {
    if (!has(field)) {
      return false;
    }
    JsonNode value = present(field);
    if (!value.isBoolean()) {
      throw malformed("The field " + place + field + " must be true or false.");
    }
    return value.booleanValue();
  }

  /** One of several words, or what a word stands for where the field is absent. */
  <T> T word(String field, Map<String, T> words, T otherwise) {
    return has(field) ? word(field, words) : otherwise;
  }

  /** One of several words, which must be there. */
  <T> T word(String field, Map<String, T> words) {
    @Nullable T found = words.get(text(field));
    if (found == null) {
      throw malformed(
          "The field "
              + place
              + field
              + " must be one of \""
              + String.join("\", \"", new TreeSet<>(words.keySet()))
              + "\".");
    }
    return found;
  }

  /** What the words of a list stand for, of which there must be one at least, and none twice. */
  <T> Set<T> words(String field, Map<String, T> words) {
    JsonNode array = present(field);
    Set<T> found = new HashSet<>();
    for (JsonNode one : array) {
      @Nullable T word = one.isTextual() ? words.get(one.textValue()) : null;
      if (word == null || !found.add(word)) {
        found.clear();
        break;
      }
    }
    if (!array.isArray() || found.isEmpty()) {
      throw malformed(
          "The field "
              + place
              + field
              + " must be a list of some of \""
              + String.join("\", \"", new TreeSet<>(words.keySet()))
              + "\", none twice.");
    }
    return found;
  }

  /** The problem of a body that is not as it should be. */
  ProblemException malformed(String detail) {
    return malformed(detail, hint);
  }

  private JsonNode present(String field) {
    @Nullable JsonNode value = node.get(field);
    if (value == null) {
      throw malformed("The field " + place + field + " is missing.");
    }
    if (value.isNull()) {
      throw malformed("The field " + place + field + " is null; leave out what you do not mean.");
    }
    return value;
  }

  private static JsonNode tree(byte[] body, String hint) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw malformed("The body is empty.", hint);
      }
      return node;
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw malformed("The body is not well-formed JSON" + where + ".", hint);
    } catch (IOException e) {
      throw malformed("The body is not text in UTF-8.", hint);
    }
  }

  private static ProblemException malformed(String detail, String hint) {
    return new ProblemException(Problem.malformed(detail, hint));
  }

  private static ObjectMapper strictMapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonParser.Feature.ALLOW_COMMENTS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(8)
                .maxNumberLength(40)
                .maxStringLength(4096)
                .build());
    return mapper;
  }
}
