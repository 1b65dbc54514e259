package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two paths of ARCHITECTURE.md name files that exist, and the tests that follow them. */
class ArchitecturePathsTest {
  private static final Pattern STATION = Pattern.compile("(?m)^\\d+\\. .*?`([a-z-]+)`: (.*)$");
  private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]+)`");

  @ParameterizedTest
  @CsvSource({
    "'One order, in files', OrderToSettlementTest",
    "'One reading, in files', ReadingToBillTest"
  })
  void everyFileOfAPathExists(String section, String test) throws IOException {
    String page = Repository.read("ARCHITECTURE.md");
    String text = page.substring(page.indexOf("## " + section)).substring(3).split("\n## ")[0];
    List<MatchResult> stations = STATION.matcher(text).results().toList();
    assertThat(stations).hasSizeGreaterThan(5);
    for (MatchResult station : stations) {
      List<String> classes =
          CLASS.matcher(station.group(2)).results().map(found -> found.group(1)).toList();
      assertThat(classes).as(station.group()).isNotEmpty();
      assertThat(classes).allMatch(name -> exists(station.group(1), "main", name));
    }
    assertThat(text).contains("`" + test + "`");
    assertThat(exists("system-tests", "test", test)).isTrue();
  }

  private static boolean exists(String module, String kind, String name) {
    Path sources = Repository.ROOT.resolve(module).resolve("src").resolve(kind).resolve("java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files.anyMatch(file -> file.endsWith(name + ".java"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
