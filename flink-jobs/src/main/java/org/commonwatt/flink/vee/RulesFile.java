package org.commonwatt.flink.vee;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.model.Ids;

/** Reads the rules of meters; {@code docs/formats/meter-rules.md} describes the text. */
public final class RulesFile {
  private static final Pattern REPLACEMENT =
      Pattern.compile(
          "(\\S+) +import +(\\d{1,15}) *-> *(\\d{1,15}) +export +(\\d{1,15}) *-> *(\\d{1,15})");
  private static final String TOP = "";

  private final String name;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, TypeFields> types = new HashMap<>();
  private final Map<String, String> typeOfMeter = new HashMap<>();
  private final Map<String, Integer> lineOfMeter = new HashMap<>();
  private final List<MeterReplacement> replacements = new ArrayList<>();
  private long validFrom = Long.MIN_VALUE;
  private ZoneId zone = ZoneId.of("UTC");
  private String section = TOP;
  private int line;

  private RulesFile(String name) {
    this.name = name;
  }

  /**
   * Reads a text.
   *
   * @param name of the file, for complaints
   * @throws RulesFileException naming the line and what to change
   */
  public static RuleSet parse(String name, String text) {
    RulesFile file = new RulesFile(name);
    for (String written : text.split("\n", -1)) {
      file.line++;
      file.take(written.replaceFirst("#.*", "").strip());
    }
    return file.rules();
  }

  private void take(String text) {
    if (text.isEmpty()) {
      return;
    }
    if (text.startsWith("[") && text.endsWith("]")) {
      open(text.substring(1, text.length() - 1).strip());
      return;
    }
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw wrong("neither [section] nor name = value: " + text);
    }
    String key = text.substring(0, equals).strip();
    String value = text.substring(equals + 1).strip();
    if (!section.equals("replacements") && !seen.add(section + "/" + key)) {
      throw wrong(key + " stands here twice");
    }
    if (value.isEmpty()) {
      throw wrong(key + " has no value");
    }
    set(key, value);
  }

  private void open(String title) {
    if (!seen.add("[" + title + "]")) {
      throw wrong("[" + title + "] stands here twice");
    }
    if (title.startsWith("type ")) {
      String type = title.substring(5).strip();
      if (!Ids.isValid(type)) {
        throw wrong("a type's name has letters, digits, '.', '_' and '-', not " + type);
      }
      types.put(type, new TypeFields());
    } else if (!title.equals("meters") && !title.equals("replacements")) {
      throw wrong("[" + title + "] is none of [type NAME], [meters], [replacements]");
    }
    section = title;
  }

  private void set(String key, String value) {
    switch (section) {
      case TOP -> setTop(key, value);
      case "meters" -> setMeter(key, value);
      case "replacements" -> addReplacement(key, value);
      default -> setType(key, value);
    }
  }

  private void setTop(String key, String value) {
    switch (key) {
      case "valid-from" -> validFrom = instant(value);
      case "zone" -> zone = zone(value);
      default -> throw wrong(key + " is none of valid-from, zone");
    }
  }

  private void setMeter(String key, String value) {
    requireMeter(key, key.equals(RuleSet.OTHERS));
    typeOfMeter.put(key, value);
    lineOfMeter.put(key, line);
  }

  private void addReplacement(String key, String value) {
    requireMeter(key, false);
    Matcher parts = REPLACEMENT.matcher(value);
    if (!parts.matches()) {
      throw wrong(
          "a replacement reads: METER = INSTANT import FINAL -> INITIAL export FINAL -> INITIAL,"
              + " in Wh");
    }
    replacements.add(
        new MeterReplacement(
            key,
            instant(parts.group(1)),
            Long.parseLong(parts.group(2)),
            Long.parseLong(parts.group(4)),
            Long.parseLong(parts.group(3)),
            Long.parseLong(parts.group(5))));
  }

  private void setType(String key, String value) {
    TypeFields fields = types.get(section.substring(5).strip());
    if (fields == null) {
      throw new IllegalStateException(section);
    }
    if (!TypeFields.NAMES.contains(key)) {
      throw wrong(key + " is none of " + String.join(", ", TypeFields.NAMES));
    }
    if (!value.matches("\\d{1,18}")) {
      throw wrong(key + " is a whole number, not " + value);
    }
    try {
      fields.set(key, Long.parseLong(value));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(
          e instanceof ArithmeticException
              ? key + " is too large"
              : String.valueOf(e.getMessage()));
    }
  }

  private void requireMeter(String meter, boolean others) {
    if (!others && !Ids.isValid(meter)) {
      throw wrong(meter + " is no id of a meter");
    }
  }

  private long instant(String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong("an instant reads 2026-01-31T00:00:00Z, not " + text);
    }
  }

  private ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw wrong("there is no time zone " + text + "; one reads Europe/Berlin");
    }
  }

  private RuleSet rules() {
    typeOfMeter.forEach(
        (meter, type) -> {
          if (!types.containsKey(type)) {
            line = lineOfMeter.getOrDefault(meter, 0);
            throw wrong("there is no [type " + type + "]");
          }
        });
    Map<String, VeeRules> read = new HashMap<>();
    types.forEach((type, fields) -> read.put(type, fields.rules()));
    replacements.sort(Comparator.comparingLong(MeterReplacement::timeMillis));
    return new RuleSet(
        validFrom, zone, Map.copyOf(read), Map.copyOf(typeOfMeter), List.copyOf(replacements));
  }

  private RulesFileException wrong(String problem) {
    return new RulesFileException(name, line, problem);
  }
}
