package org.commonwatt.chaincode.settlement.rules;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a JSON object; whatever is not exactly as it must be is refused by name. */
public final class Fields {
  /** The last millisecond of the year 9999. */
  public static final long MAX_MILLIS = 253_402_300_799_999L;

  /** Market, seconds and run: more than any well-formed batch id has. */
  private static final int MAX_BATCH_ID = Ids.MAX_LENGTH + 32;

  /** A sign and more digits than any 64-bit number has; longer texts are not parsed at all. */
  private static final int MAX_AMOUNT_LENGTH = 80;

  private static final int MAX_AMOUNT_BITS = 127;
  private static final int QUOTED = 64;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String prefix;
  private final JsonNode node;

  /**
   * Fields of an object.
   *
   * @param prefix stands before the fields' names in refusals
   * @param node the object; of anything else every field is missing
   */
  public Fields(String prefix, JsonNode node) {
    this.prefix = prefix;
    this.node = node;
  }

  /**
   * One JSON object, in which no name is twice.
   *
   * @param what what it should be, for the refusal
   */
  public static JsonNode object(String what, String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (!node.isObject()) {
        throw malformed(what, "must be a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw malformed(what, "must be one JSON object: " + where(e));
    }
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null
        ? "it is not JSON"
        : "it is not JSON at character " + e.getLocation().getCharOffset();
  }

  /** The refusal of a field. */
  public static Refusal malformed(String field, String what) {
    return new Refusal(RefusalCode.MALFORMED, field + " " + what);
  }

  /** A text in quotes, cut short and without control characters. */
  public static String quoted(String text) {
    String cut = text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
    return "\"" + cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?") + "\"";
  }

  /** An id. */
  public String id(String field) {
    String text = text(field);
    if (!Ids.isValid(text)) {
      throw malformed(
          prefix + field, "must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit");
    }
    return text;
  }

  /** A slot by its start and length. */
  public DeliverySlot slot() {
    long start = integer("slotStartMillis", 0, MAX_MILLIS);
    int minutes = (int) integer("slotMinutes", 5, 60);
    if (!DeliverySlot.isLength(minutes)) {
      throw malformed(prefix + "slotMinutes", "must be 5, 15, 30 or 60");
    }
    if (!DeliverySlot.isBorder(start, minutes)) {
      throw malformed(prefix + "slotStartMillis", "must be a multiple of the slot's length");
    }
    return new DeliverySlot(start, minutes);
  }

  /** The id of a batch, as far as its spelling goes. */
  public String batchId(String field) {
    String text = text(field);
    boolean spelled = text.chars().allMatch(c -> Ids.isValid("x" + (char) c));
    if (text.isEmpty() || text.length() > MAX_BATCH_ID || !spelled) {
      throw malformed(prefix + field, "must be <market>.<slot start in seconds>. and its run");
    }
    return text;
  }

  /** A hash: 64 lower-case hexadecimal digits. */
  public Hash hash(String field) {
    String text = text(field);
    if (!text.matches("[0-9a-f]{64}")) {
      throw malformed(prefix + field, "must have 64 lower-case hexadecimal digits");
    }
    return new Hash(text);
  }

  /** A whole number within bounds. */
  public long integer(String field, long min, long max) {
    JsonNode value = node.get(field);
    if (value == null
        || !value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < min
        || value.longValue() > max) {
      throw malformed(prefix + field, "must be a whole number from " + min + " to " + max);
    }
    return value.longValue();
  }

  /** An amount in nano-currency, as a string of digits. */
  public long amount(String field) {
    String text = text(field);
    if (text.length() > MAX_AMOUNT_LENGTH || !text.matches("-?[0-9]+")) {
      throw malformed(prefix + field, "must be a whole number in nano-currency, as a string");
    }
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > Long.SIZE - 1) {
      throw new Refusal(
          RefusalCode.AMOUNT_OVERFLOW,
          prefix + field + " must fit in 64 bits: split the batch, not " + quoted(text));
    }
    return value.longValue();
  }

  /** An amount of at most 128 bits in nano-currency, as a string of digits. */
  public BigInteger wideAmount(String field) {
    String text = text(field);
    if (text.length() > MAX_AMOUNT_LENGTH || !text.matches("-?[0-9]+")) {
      throw malformed(prefix + field, "must be a whole number in nano-currency, as a string");
    }
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > MAX_AMOUNT_BITS) {
      throw new Refusal(
          RefusalCode.AMOUNT_OVERFLOW,
          prefix + field + " must fit in 128 bits, not " + quoted(text));
    }
    return value;
  }

  /** One of some words. */
  public <E extends Enum<E>> E word(String field, Class<E> words) {
    String text = text(field);
    for (E word : words.getEnumConstants()) {
      if (word.name().equals(text)) {
        return word;
      }
    }
    throw malformed(prefix + field, "must be one of " + List.of(words.getEnumConstants()));
  }

  /** True or false. */
  public boolean flag(String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isBoolean()) {
      throw malformed(prefix + field, "must be true or false");
    }
    return value.booleanValue();
  }

  /** Whether there is such a field. */
  public boolean has(String field) {
    return node.has(field);
  }

  /** An array. */
  public JsonNode array(String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isArray()) {
      throw malformed(prefix + field, "must be an array");
    }
    return value;
  }

  /** A text. */
  public String text(String field) {
    @Nullable JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw malformed(prefix + field, "must be a string");
    }
    return value.textValue();
  }

  /**
   * Every peer must store the same bytes.
   *
   * @param canonical what was read, written again
   * @throws Refusal when the text is another
   */
  public static void requireCanonical(String canonical, String json) {
    if (!canonical.equals(json)) {
      throw new Refusal(
          RefusalCode.NOT_CANONICAL,
          "write the documented fields in their order and no others, without white space and"
              + " without leading zeros");
    }
  }
}
