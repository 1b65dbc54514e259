package org.commonwatt.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page that names a test names one that is there. */
class NamedTestsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*Test)`");

  private static List<Path> below(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  /** Of the modules, which lie one or two folders deep. */
  private static Set<String> tests() throws IOException {
    Set<String> tests = new TreeSet<>();
    try (Stream<Path> poms = Files.find(ROOT, 3, (file, is) -> file.endsWith("pom.xml"))) {
      for (Path module : poms.map(Path::getParent).toList()) {
        Path sources = module.resolve("src/test/java");
        for (Path test :
            Files.isDirectory(sources) ? below(sources, "Test.java") : List.<Path>of()) {
          tests.add(test.getFileName().toString().replace(".java", ""));
        }
      }
    }
    return tests;
  }

  private static Set<String> namedBy(Path page) throws IOException {
    return NAME.matcher(Files.readString(page))
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theTestsThatPagesNameAreThere() throws IOException {
    Set<String> tests = tests();
    int named = 0;
    for (Path page : below(ROOT.resolve("docs"), ".md")) {
      Set<String> names = namedBy(page);
      assertThat(tests).as(page.toString()).containsAll(names);
      named += names.size();
    }
    assertThat(named).isGreaterThan(50);
  }
}
