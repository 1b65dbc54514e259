package org.commonwatt.fuzz;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All parsers of what comes from outside. */
final class Parsers {
  private static final List<Parser> ALL =
      Stream.of(
              LogParsers.all(),
              LedgerParsers.all(),
              FileParsers.all(),
              DeviceParsers.all(),
              EvidenceParsers.all())
          .flatMap(List::stream)
          .toList();

  private Parsers() {}

  static List<Parser> all() {
    return ALL;
  }

  /**
   * The parser of a name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  static Parser named(String name) {
    return ALL.stream()
        .filter(parser -> parser.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no parser " + name + ", but " + names(ALL)));
  }

  static String names(List<Parser> parsers) {
    return parsers.stream().map(Parser::name).collect(Collectors.joining(", "));
  }
}
