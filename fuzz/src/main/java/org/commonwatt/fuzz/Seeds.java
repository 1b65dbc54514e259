package org.commonwatt.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Honest inputs from the examples and golden files of the project. */
final class Seeds {
  /** Longer ones would cost the fuzzer its speed. */
  private static final int MOST_BYTES = 65_536;

  private Seeds() {}

  /**
   * Files below a folder, in order of their paths.
   *
   * @param folder from the project's root
   * @param suffix of their names
   * @throws IllegalStateException when there is none
   */
  static List<byte[]> below(String folder, String suffix) {
    try (Stream<Path> all = Files.walk(root().resolve(folder))) {
      List<byte[]> seeds = new ArrayList<>();
      for (Path file : all.filter(path -> path.toString().endsWith(suffix)).sorted().toList()) {
        if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
          seeds.add(Files.readAllBytes(file));
        }
      }
      if (seeds.isEmpty()) {
        throw new IllegalStateException("no seeds in " + folder);
      }
      return seeds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines of files likewise, each an input. */
  static List<byte[]> lines(String folder, String suffix) {
    return below(folder, suffix).stream()
        .flatMap(file -> new String(file, StandardCharsets.UTF_8).lines())
        .filter(line -> !line.isBlank())
        .map(Seeds::utf8)
        .toList();
  }

  /** The examples of a page of docs, each an input. */
  static List<byte[]> examples(String page) {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] file : below("docs", page)) {
      String[] parts = new String(file, StandardCharsets.UTF_8).split("(?m)^```.*$", -1);
      for (int i = 1; i < parts.length; i += 2) {
        seeds.add(utf8(parts[i].strip()));
      }
    }
    return seeds;
  }

  /** Files of hexadecimal digits with comments behind a #, each an input. */
  static List<byte[]> hex(String folder) {
    return below(folder, ".hex").stream()
        .map(file -> new String(file, StandardCharsets.UTF_8).replaceAll("#.*|\\s", ""))
        .map(HexFormat.of()::parseHex)
        .toList();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("docs")) ? here : here.resolveSibling("");
  }
}
