package org.commonwatt.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Parts of orders that are written as words with commas between them. */
final class OrderWords {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LEG_WORDS = 5; // and the source, which may be left out
  private static final int MOST_ALTERNATIVE_WORDS = 3;

  private OrderWords() {}

  /** An alternative of a preference: {@code PRICE[,SOURCES[,AREA]]}. */
  static ObjectNode alternative(CommandSpec spec, String text) {
    List<String> words = List.of(text.split(",", -1));
    if (words.size() > MOST_ALTERNATIVE_WORDS) {
      throw wrong(spec, "--prefer", text, "write PRICE, PRICE,SOURCES or PRICE,SOURCES,AREA");
    }
    ObjectNode one = JSON.createObjectNode();
    one.put("priceMicroPerKwh", number(spec, "--prefer", text, words.get(0)));
    if (words.size() > 1 && !words.get(1).equals("any")) {
      ArrayNode sources = one.putArray("sources");
      for (String source : words.get(1).split("\\+", -1)) {
        sources.add(source);
      }
    }
    if (words.size() == MOST_ALTERNATIVE_WORDS) {
      one.put("area", words.get(2));
    }
    return one;
  }

  /** A leg of a basket: {@code SIDE,AREA,SLOT,WH,PRICE[,SOURCE]}. */
  static ObjectNode leg(CommandSpec spec, String text) {
    List<String> words = List.of(text.split(",", -1));
    if (words.size() < LEG_WORDS || words.size() > LEG_WORDS + 1) {
      throw wrong(spec, "--leg", text, "write SIDE,AREA,SLOT,WH,PRICE or …,PRICE,SOURCE");
    }
    ObjectNode leg =
        JSON.createObjectNode()
            .put("side", words.get(0))
            .put("area", words.get(1))
            .put("slotStart", instant(spec, text, words.get(2)))
            .put("energyWh", number(spec, "--leg", text, words.get(3)))
            .put("priceMicroPerKwh", number(spec, "--leg", text, words.get(4)));
    return words.size() > LEG_WORDS ? leg.put("source", words.get(LEG_WORDS)) : leg;
  }

  private static String instant(CommandSpec spec, String text, String word) {
    try {
      return Instant.parse(word).toString();
    } catch (DateTimeException e) {
      throw wrong(spec, "--leg", text, word + " is no instant such as 2022-08-02T18:00:00Z");
    }
  }

  private static long number(CommandSpec spec, String option, String text, String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw wrong(spec, option, text, "'" + word + "' is no whole number");
    }
  }

  private static ParameterException wrong(
      CommandSpec spec, String option, String text, String why) {
    return new ParameterException(spec.commandLine(), option + " " + text + ": " + why);
  }
}
