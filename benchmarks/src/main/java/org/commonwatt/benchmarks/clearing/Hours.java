package org.commonwatt.benchmarks.clearing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonwatt.benchmarks.clearing.Timing.Sample;
import org.commonwatt.benchmarks.clearing.Timing.Work;
import org.commonwatt.core.coupled.ClearingCase;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.core.coupled.CoupledAuction;
import org.commonwatt.testkit.clearing.LinearProgram;

/** Real hours against general solvers of linear programs: ojAlgo here, HiGHS beside. */
final class Hours {
  private static final double SECONDS = 5;
  private static final String SCRIPT = "benchmarks/src/main/python/highs_hours.py";

  private Hours() {}

  /**
   * Measures.
   *
   * @param file cases, JSON Lines
   * @param python a Python with the packages of {@code benchmarks/src/main/python}; empty: no HiGHS
   */
  static void run(Path file, String python) throws IOException, InterruptedException {
    List<JsonNode> cases = JsonCases.read(file);
    List<Double> welfare = new ArrayList<>();
    List<Work> works = new ArrayList<>();
    for (JsonNode hour : cases) {
      ClearingCase input = JsonCases.toCase(hour);
      ClearingResult result = (ClearingResult) CoupledAuction.clear(input);
      welfare.add(result.welfareNano().doubleValue());
      works.add(() -> CoupledAuction.clear(input));
    }
    Timing ours = Timing.of(SECONDS, works.toArray(Work[]::new));
    System.out.printf(
        Locale.ROOT,
        "%d cases%n%n| solver | processor, µs | p99 | elapsed, µs | p99 | processor / auction |%n"
            + "|---|---|---|---|---|---|%n",
        cases.size());
    print("auction", ours, ours);
    print("ojAlgo", ojAlgo(cases, welfare), ours);
    if (python.isEmpty()) {
      System.out.println("\nHiGHS is left out: give a Python with " + SCRIPT + "'s packages");
    } else {
      print("HiGHS", highs(file, python, welfare), ours);
    }
  }

  /** Times the solver alone: a model is built anew for each solution, but outside of the time. */
  private static Timing ojAlgo(List<JsonNode> cases, List<Double> welfare) {
    for (int c = 0; c < cases.size(); c++) {
      Double found = new LinearProgram(cases.get(c), 0).solve();
      check(found == null ? Double.NaN : found, welfare.get(c));
    }
    List<Sample> samples = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      for (JsonNode hour : cases) {
        LinearProgram program = new LinearProgram(hour, 0);
        Sample once = Timing.once(() -> String.valueOf(program.solve()));
        if (round >= 4) { // the first ones warm up
          samples.add(once);
        }
      }
    }
    return Timing.of(samples);
  }

  private static Timing highs(Path file, String python, List<Double> welfare)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(python, SCRIPT, file.toString(), String.valueOf(SECONDS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Sample> hours = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        JsonNode hour = new ObjectMapper().readTree(line);
        check(hour.path("welfareNano").asDouble(), welfare.get(hours.size()));
        hours.add(
            new Sample(hour.path("cpuMicros").asDouble(), hour.path("wallMicros").asDouble()));
      }
    }
    if (process.waitFor() != 0 || hours.size() != welfare.size()) {
      throw new IllegalStateException("HiGHS failed");
    }
    return Timing.of(hours);
  }

  private static void check(double found, double welfare) {
    if (!(Math.abs(found - welfare) <= 1e-6 * Math.abs(welfare))) {
      throw new IllegalStateException("a solver found welfare " + found + ", we " + welfare);
    }
  }

  private static void print(String name, Timing timing, Timing ours) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.0f | %.0f | %.0f |%n",
        name,
        timing.cpuMicros(),
        timing.cpuP99Micros(),
        timing.wallMicros(),
        timing.wallP99Micros(),
        timing.cpuMicros() / ours.cpuMicros());
  }
}
