package org.commonwatt.engine.http;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/** Reads ids, instants and numbers from paths, queries and bodies; each error names its place. */
final class Params {
  private static final int SHOWN = 60;
  private static final String INSTANT_HINT = "Write a UTC instant such as 2022-08-02T07:15:00Z.";

  private Params() {}

  /** The id in a text. */
  static String id(String what, String text) {
    if (!Ids.isValid(text)) {
      throw new ProblemException(
          Problem.malformed(
              what + " " + quote(text) + " is not an id.",
              "Use 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit."));
    }
    return text;
  }

  /** The milliseconds since the epoch of an ISO 8601 instant. */
  static long instantMillis(String what, String text) {
    OptionalLong millis = Instants.parse(text);
    if (millis.isPresent()) {
      return millis.getAsLong();
    }
    throw new ProblemException(
        Problem.malformed(
            what + " " + quote(text) + " is not an instant in whole milliseconds of 1900 to 2499.",
            INSTANT_HINT));
  }

  /** What one of several words stands for. */
  static <T> T word(String what, String text, Map<String, T> words) {
    @Nullable T found = words.get(text);
    if (found == null) {
      throw new ProblemException(
          Problem.malformed(
              what + " " + quote(text) + " is not known.",
              "Known are " + String.join(", ", new TreeSet<>(words.keySet())) + "."));
    }
    return found;
  }

  /** A positive integer in a path. */
  static long positive(String what, String text) {
    if (text.matches("[0-9]{1,18}") && Long.parseLong(text) > 0) {
      return Long.parseLong(text);
    }
    throw new ProblemException(
        Problem.malformed(what + " " + quote(text) + " is not a positive integer.", "Use digits."));
  }

  /** An integer of up to 18 digits. */
  static long whole(String what, String text) {
    if (text.matches("-?[0-9]{1,18}")) {
      return Long.parseLong(text);
    }
    throw new ProblemException(
        Problem.malformed(what + " " + quote(text) + " is not an integer.", "Use digits."));
  }

  /** The parameter {@code limit}: how many rows there are in an answer at most. */
  static int limit(RoutingContext ctx, int otherwise, int most) {
    String text = optional(ctx, "limit");
    if (text == null) {
      return otherwise;
    }
    long limit = positive("limit", text);
    if (limit > most) {
      throw new ProblemException(
          Problem.malformed(
              "limit " + quote(text) + " is too large.", "Ask for at most " + most + "."));
    }
    return (int) limit;
  }

  /** Refuses query parameters that the route does not know, and repeated ones. */
  static void only(RoutingContext ctx, Set<String> known) {
    for (String name : ctx.queryParams().names()) {
      if (!known.contains(name)) {
        throw new ProblemException(
            Problem.malformed(
                "The query parameter " + quote(name) + " is not known.",
                known.isEmpty()
                    ? "This route takes no query parameters."
                    : "Known are " + String.join(", ", known.stream().sorted().toList()) + "."));
      }
      if (ctx.queryParam(name).size() > 1) {
        throw new ProblemException(
            Problem.malformed(
                "The query parameter " + quote(name) + " is given twice.", "Give it once."));
      }
    }
  }

  /** A query parameter, null when absent. */
  static @Nullable String optional(RoutingContext ctx, String name) {
    List<String> values = ctx.queryParam(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** A query parameter that must be there. */
  static String required(RoutingContext ctx, String name) {
    String value = optional(ctx, name);
    if (value == null) {
      throw new ProblemException(
          Problem.malformed(
              "The query parameter " + name + " is missing.", "Add ?" + name + "=… to the path."));
    }
    return value;
  }

  /** A text in quotes, cut to a length that fits in an error message. */
  static String quote(String text) {
    return "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "\"";
  }
}
