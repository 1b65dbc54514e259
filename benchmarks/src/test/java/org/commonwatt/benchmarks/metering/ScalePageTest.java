package org.commonwatt.benchmarks.metering;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The sums of docs/scale.md, done again from the inputs that stand there. */
class ScalePageTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern INPUT = Pattern.compile("(?m)^\\| `(\\w+)`[^|]*\\| ([\\d.]+) \\|");
  private static final Pattern FIGURE =
      Pattern.compile("(?m)^\\| ([a-zA-Z][^|`]*) \\| [^|]+ \\| ([\\d.]+) \\|$");

  private static final double METERS = 1e7;
  private static final double SLOT_SECONDS = 900;
  private static final double SLOTS_OF_A_YEAR = 35_040;
  private static final double TERA = 1e12;
  private static final double GIGA = 1e9;

  private final String page = read("scale.md");
  private final Map<String, Double> inputs = inputs();

  @Test
  void eachFigureIsTheSumThatStandsBesideIt() {
    Map<String, Double> sums = sums();
    Map<String, String> stated = new LinkedHashMap<>();
    Matcher figure = FIGURE.matcher(page.substring(page.indexOf("## What ten million")));
    while (figure.find()) {
      stated.put(figure.group(1), figure.group(2));
    }
    assertThat(stated.keySet()).containsExactlyElementsOf(sums.keySet());
    stated.forEach(
        (what, text) -> {
          double lastDigit = Math.pow(10, -new BigDecimal(text).scale());
          assertThat(Double.parseDouble(text))
              .as(what)
              .isCloseTo(sums.get(what), Offset.offset(lastDigit / 2 + 1e-9));
        });
  }

  /** With commas, as that page writes them. */
  @Test
  void theInputsOfAnotherPageStandThere() {
    String measured = read("performance.md");
    for (String input :
        List.of(
            "orders_a_second",
            "readings_a_second",
            "state_bytes",
            "rocks_bytes",
            "rows_a_second")) {
      assertThat(measured).as(input).contains(String.format(Locale.ROOT, "%,d", (long) in(input)));
    }
    assertThat(measured)
        .contains("| 17 | 2.1 µs | 4.8 µs | 363 |", "454,454 bytes of call")
        .contains("| 83 of 1,000 postings, 66 of 10,000 |", "2.19 batches")
        .contains("1,097,136 commands, 2,099,268 events, 349 MiB");
    assertThat(349.0 * (1 << 20) / 1_097_136).isCloseTo(in("log_bytes"), within(0.5));
    assertThat(454_454 / 10_000.0).isCloseTo(in("call_bytes"), within(0.05));
  }

  private Map<String, Double> sums() {
    double homes = Math.floor(in("places") / (384 * 2));
    double markets = Math.ceil(METERS / homes);
    double perSlot = METERS / SLOT_SECONDS;
    double year = METERS * SLOTS_OF_A_YEAR / TERA;
    Map<String, Double> sums = new LinkedHashMap<>();
    sums.put("homes in a market, at most", homes);
    sums.put("markets", markets);
    sums.put("orders a second of one market", homes / SLOT_SECONDS);
    sums.put("orders a second of all", Math.floor(perSlot));
    sums.put("engines' worth of orders", perSlot / in("orders_a_second"));
    sums.put("readings a second", Math.floor(perSlot));
    sums.put("jobs' worth of readings", perSlot / in("readings_a_second"));
    sums.put("the same, read each minute", METERS / 60 / in("readings_a_second"));
    sums.put("state of the metering job on heaps, GB", METERS * in("state_bytes") / GIGA);
    sums.put("the same in RocksDB, GB", METERS * in("rocks_bytes") / GIGA);
    sums.put("rows a second", Math.floor(3 * perSlot));
    sums.put("databases' worth of rows", 3 * perSlot / in("rows_a_second"));
    sums.put(
        "readings and intervals and positions of a year, TB",
        year * (in("reading_row") + in("interval_row") + in("position_row")));
    sums.put(
        "the same compressed, TB",
        year * (in("reading_packed") + in("interval_packed") + in("position_packed")));
    sums.put("orders and events on the log of a year, TB, one copy", year * in("log_bytes"));
    sums.put("readings on the log of a year, TB, one copy", year * in("reading_bytes"));
    sums.put("batches a second of all markets", markets / SLOT_SECONDS);
    sums.put("Fabric networks of that machine", markets / SLOT_SECONDS / in("batches_a_second"));
    sums.put("a peer's growth in a year, TB", year * (in("call_bytes") + in("state_of_posting")));
    return sums;
  }

  private double in(String name) {
    return requireNonNull(inputs.get(name), name);
  }

  private Map<String, Double> inputs() {
    Map<String, Double> found = new LinkedHashMap<>();
    Matcher input = INPUT.matcher(page);
    while (input.find()) {
      found.put(input.group(1), Double.valueOf(input.group(2)));
    }
    return found;
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  private static String read(String page) {
    try {
      return Files.readString(DOCS.resolve(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
