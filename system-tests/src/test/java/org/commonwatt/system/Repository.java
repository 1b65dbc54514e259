package org.commonwatt.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source tree that this build came from. */
final class Repository {
  /** Maven runs the tests of a module in its folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Repository() {}

  static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  /** Every page for users and contributors. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md").map(ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")))
          .toList();
    }
  }
}
