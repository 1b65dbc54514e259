package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every fault of docs/engine.md has a test beside it, and that test exists. */
class EngineFaultsTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|Kit))(?:\\.(\\w+))?`");

  @Test
  void everyFaultNamesATestThatExists() throws IOException {
    String page = Repository.read("docs/engine.md");
    String section = page.substring(page.indexOf("## What happens on which fault")).substring(3);
    List<String> rows =
        section.split("\n## ")[0].lines().filter(line -> line.startsWith("| ")).skip(1).toList();
    assertThat(rows).hasSizeGreaterThan(15);
    for (String row : rows) {
      Matcher named = TEST.matcher(row);
      assertThat(named.find()).as(row).isTrue();
      do {
        String source = source(named.group(1));
        assertThat(source).as(named.group()).isNotEmpty();
        if (named.group(2) != null) {
          assertThat(source).contains("void " + named.group(2) + "(");
        }
      } while (named.find());
    }
  }

  /** The text of a test, empty when there is none of the name. */
  private static String source(String name) throws IOException {
    for (String module :
        List.of(
            "market-core",
            "market-engine",
            "log-kafka",
            "simulation",
            "system-tests",
            "testkit",
            "commonwatt-cli")) {
      Path sources = Repository.ROOT.resolve(module).resolve("src");
      try (Stream<Path> files = Files.walk(sources)) {
        List<Path> found = files.filter(file -> file.endsWith(name + ".java")).toList();
        if (!found.isEmpty()) {
          return Files.readString(found.get(0));
        }
      }
    }
    return "";
  }
}
