package org.commonwatt.chaincode.batteries.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.commonwatt.battery.life.LifeRules;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.model.Ids;

/** What values of a statement may be, by the names of their fields. */
final class BatteryRanges {
  private static final Set<String> IDS =
      Set.of(
          "asset",
          "passport",
          "maker",
          "to",
          "hold",
          "windowId",
          "part",
          "parts",
          "out",
          "in",
          "id");
  private static final Set<String> HASHES = Set.of("evidence", "vinHash");
  private static final Set<String> POSITIVE =
      Set.of("ratedWh", "massG", "supersedes", "eventMillis");
  private static final Set<String> TIMES = Set.of("eventMillis");
  private static final int LONGEST_TEXT = 256;
  private static final int LONGEST_CODE = 64;
  private static final int LONGEST_LIST = 1000;

  private BatteryRanges() {}

  /**
   * Checks all values of an object.
   *
   * @throws Refusal naming the first that is out of range
   */
  static void require(JsonNode object) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      requireValue(field.getKey(), field.getValue());
    }
  }

  private static void requireValue(String name, JsonNode value) {
    if (value.isObject()) {
      require(value);
    } else if (value.isArray()) {
      if (value.size() > LONGEST_LIST) {
        throw Fields.malformed(name, "must have at most " + LONGEST_LIST + " entries");
      }
      value.forEach(one -> requireValue(name, one));
    } else if (value.isNumber()) {
      long least = POSITIVE.contains(name) ? 1 : 0;
      long most = TIMES.contains(name) ? Fields.MAX_MILLIS : LifeRules.MAX;
      boolean whole = value.isIntegralNumber() && value.canConvertToLong();
      if (!whole || value.longValue() < least || value.longValue() > most) {
        throw Fields.malformed(name, "must be a whole number from " + least + " to " + most);
      }
    } else if (value.isTextual()) {
      requireText(name, value);
    } else if (!(value.isNull() && name.equals("passport"))) {
      throw Fields.malformed(name, "must not be " + value);
    }
  }

  private static void requireText(String name, JsonNode value) {
    String text = value.textValue();
    if (IDS.contains(name)) {
      requireId(name, value);
    } else if (HASHES.contains(name) && !text.matches("[0-9a-f]{64}")) {
      throw Fields.malformed(name, "must have 64 lower-case hexadecimal digits");
    } else if (name.equals("codes") && (text.isBlank() || text.length() > LONGEST_CODE)) {
      throw Fields.malformed(name, "must have 1 to " + LONGEST_CODE + " characters each");
    } else if (text.length() > LONGEST_TEXT) {
      throw Fields.malformed(name, "must have at most " + LONGEST_TEXT + " characters");
    }
  }

  static void requireId(String name, JsonNode value) {
    if (!value.isTextual() || !Ids.isValid(value.textValue())) {
      throw Fields.malformed(
          name, "must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit");
    }
  }
}
