package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Bodies that are nearly what an operation takes: other values and fields, other bytes. */
final class FuzzedBodies {
  private static final List<String> NUMBERS =
      List.of(
          "1.0",
          "1e2",
          "-0",
          "01",
          "+1",
          "0x1",
          "NaN",
          "Infinity",
          "1E400",
          "1e-400",
          "-",
          "1_000",
          "9".repeat(400),
          "0." + "0".repeat(400) + "1",
          "1e999999999");
  private static final List<String> TEXTS =
      List.of(
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\x\"",
          "\"a\nb\"",
          "'a'",
          "\"",
          "\"\\u202e\"",
          "\"" + "x".repeat(7_000) + "\"",
          "\"\\u00e9\"",
          "\"home-01\\u0000\"",
          "\"2022-08-02T07:15:60Z\"",
          "\"2022-08-02T07:15:00z\"",
          "\"\uD83D\uDE00\"");
  private static final List<String> WHOLE =
      List.of(
          "",
          " ",
          "{",
          "[]",
          "null",
          "{}",
          "{} {}",
          "{}x",
          "/* */ {}",
          "{\"a\":1,}",
          "\uFEFF{}",
          "{\"\":{}}",
          "[".repeat(4_000),
          "{\"a\":".repeat(1_300),
          "{\"participant\"}",
          "\0",
          "%");

  private final OpenApi document;
  private final Random random;
  private final Set<String> names;
  private final Map<String, List<JsonNode>> mutants = new HashMap<>();

  FuzzedBodies(OpenApi document, Random random) {
    this.document = document;
    this.random = random;
    this.names = Mutants.fieldNames(document.document());
  }

  /** A body for an operation; of no meaning when it takes none. */
  byte[] next(String operation) {
    List<JsonNode> examples = List.copyOf(document.examples(operation).values());
    if (examples.isEmpty()) {
      return utf8(one(WHOLE));
    }
    String example = one(examples).toString();
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> utf8(one(mutants(operation, examples)).toString());
      case 3 -> utf8(one(WHOLE));
      case 4 -> utf8(replaced(example, "-?[0-9]+", one(NUMBERS)));
      case 5 -> utf8(replaced(example, "\"[^\"]*\"(?=[,}])", one(TEXTS)));
      case 6 -> utf8(twice(example));
      case 7 -> flipped(utf8(example));
      case 8 -> Arrays.copyOf(utf8(example), random.nextInt(example.length()));
      case 9 -> utf8(replaced(example, "\"[^\"]*\"(?=[,}])", deep()));
      case 10 -> large(example);
      default ->
          example.getBytes(
              random.nextBoolean() ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE);
    };
  }

  private List<JsonNode> mutants(String operation, List<JsonNode> examples) {
    return mutants.computeIfAbsent(
        operation,
        missing -> {
          List<JsonNode> all = new ArrayList<>();
          for (JsonNode example : examples) {
            all.addAll(Mutants.of(example));
            all.addAll(Mutants.withExtra(example, names).subList(0, 50));
          }
          return all;
        });
  }

  /** One of the places that a pattern finds. */
  private String replaced(String text, String pattern, String by) {
    List<int[]> places = new ArrayList<>();
    var matcher = java.util.regex.Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    if (places.isEmpty()) {
      return text;
    }
    int[] place = one(places);
    return text.substring(0, place[0]) + by + text.substring(place[1]);
  }

  /** With its first field given twice. */
  private static String twice(String object) {
    int end = object.indexOf(',');
    return end < 0 ? object : object.substring(0, end) + "," + object.substring(1);
  }

  private byte[] flipped(byte[] bytes) {
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private String deep() {
    int depth = 1 + random.nextInt(3_500);
    return random.nextBoolean()
        ? "[".repeat(depth) + "]".repeat(depth)
        : "{\"a\":".repeat(depth / 4) + "1" + "}".repeat(depth / 4);
  }

  private byte[] large(String example) {
    int spaces = 8_000 + random.nextInt(40_000);
    return utf8(random.nextBoolean() ? example + " ".repeat(spaces) : "[" + "1,".repeat(spaces));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
