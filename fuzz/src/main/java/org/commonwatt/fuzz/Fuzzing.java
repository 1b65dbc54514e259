package org.commonwatt.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Gives every parser to Jazzer, one after the other, each in a process of its own. */
public final class Fuzzing {
  private static final String USAGE =
      "SECONDS FOLDER [PARSER...]: fuzz each parser so long; inputs and findings go to FOLDER";

  private static final int MOST_INPUT_BYTES = 8_192;

  /** A parser that takes longer is a finding, too. */
  private static final int MOST_SECONDS_OF_AN_INPUT = 60;

  private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units: (\\d+)");
  private static final Pattern COVERED = Pattern.compile(" cov: (\\d+) ");

  /**
   * What fuzzing a parser came to.
   *
   * @param parser its name
   * @param inputs how many it was given
   * @param covered branches of the product that they went through
   * @param findings files with inputs that it answered otherwise than it says
   */
  record Result(String parser, long inputs, long covered, List<Path> findings) {}

  private Fuzzing() {}

  /** See {@link #USAGE}; exit code 1 when a parser failed, 2 when the command line is wrong. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(args, System.out));
  }

  static int run(String[] args, PrintStream out) throws IOException, InterruptedException {
    if (args.length < 2 || !args[0].matches("[1-9]\\d{0,5}")) {
      out.println(USAGE);
      return 2;
    }
    List<Parser> chosen =
        args.length == 2
            ? Parsers.all()
            : Arrays.stream(args, 2, args.length).map(Parsers::named).toList();
    boolean failed = false;
    for (Parser parser : chosen) {
      Result result = run(parser, Integer.parseInt(args[0]), Path.of(args[1]));
      failed |= !result.findings().isEmpty();
      print(result, out);
    }
    return failed ? 1 : 0;
  }

  private static void print(Result result, PrintStream out) {
    out.printf(
        "%-20s %,12d inputs, %,6d branches, %s%n",
        result.parser(),
        result.inputs(),
        result.covered(),
        result.findings().isEmpty() ? "nothing found" : "FOUND " + result.findings());
  }

  /**
   * Fuzzes a parser until the time is over or an input is found.
   *
   * @param seconds how long
   * @param folder where inputs are kept, so that the next run starts from them, and findings
   * @throws IOException when the folder cannot be written, or the process failed by itself
   */
  static Result run(Parser parser, int seconds, Path folder)
      throws IOException, InterruptedException {
    return run(JazzerTarget.class, parser, seconds, folder);
  }

  /** The same with another class for the fuzzer to call. */
  static Result run(Class<?> target, Parser parser, int seconds, Path folder)
      throws IOException, InterruptedException {
    Path inputs = Files.createDirectories(folder.resolve(parser.name()).resolve("inputs"));
    Path findings = Files.createDirectories(folder.resolve(parser.name()).resolve("findings"));
    int number = 0;
    for (byte[] seed : parser.seeds().get()) {
      Files.write(inputs.resolve("seed-" + number++), seed);
    }
    Path log = folder.resolve(parser.name()).resolve("log");
    List<String> options =
        List.of(
            "--target_class=" + target.getName(),
            "--reproducer_path=" + findings.toAbsolutePath(),
            "-artifact_prefix=" + findings.toAbsolutePath() + "/",
            "-max_total_time=" + seconds,
            inputs.toAbsolutePath().toString());
    int exit = start(parser, options, log).waitFor();
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    List<Path> found = files(findings);
    if (exit != 0 && found.isEmpty()) {
      throw new IOException("the fuzzer ended with " + exit + ": see " + log);
    }
    return new Result(parser.name(), last(RUNS, said), last(COVERED, said), found);
  }

  private static Process start(Parser parser, List<String> options, Path log) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-D" + JazzerTarget.PARSER + "=" + parser.name(),
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--instrumentation_includes=org.commonwatt.**",
                "--disabled_hooks=*",
                "-max_len=" + MOST_INPUT_BYTES,
                "-timeout=" + MOST_SECONDS_OF_AN_INPUT,
                "-print_final_stats=1"));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> !file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static long last(Pattern pattern, String text) {
    long value = 0;
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      value = Long.parseLong(matcher.group(1));
    }
    return value;
  }
}
