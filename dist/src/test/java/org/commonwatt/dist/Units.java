package org.commonwatt.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The units of systemd, and the files of their settings. */
final class Units {
  static final Path FOLDER = Path.of("src/systemd");
  static final String INSTALLED = "/opt/commonwatt/";
  private static final Pattern SETTING = Pattern.compile("\\$\\{(\\w+)\\}");

  private Units() {}

  /** All of them, by name. */
  static List<Path> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".service")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a unit or a file of settings says, {@code NAME=VALUE} by line. */
  static Map<String, String> settings(Path file) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        settings.merge(
            line.substring(0, equals), line.substring(equals + 1), (one, two) -> one + " " + two);
      }
    }
    return settings;
  }

  /** The file of settings that comes with a unit. */
  static Path settingsOf(Path unit) throws IOException {
    Path installed = Path.of(settings(unit).getOrDefault("EnvironmentFile", ""));
    return FOLDER.resolve(installed.getFileName());
  }

  /** The words that a unit starts, its settings put in as systemd would. */
  static List<String> command(Path unit) throws IOException {
    Map<String, String> settings = settings(settingsOf(unit));
    List<String> words = new ArrayList<>();
    for (String word : settings(unit).getOrDefault("ExecStart", "").split(" ")) {
      if (word.startsWith("$") && !word.startsWith("${")) {
        words.addAll(words(required(settings, word.substring(1))));
      } else {
        words.add(
            SETTING
                .matcher(word)
                .replaceAll(name -> Matcher.quoteReplacement(required(settings, name.group(1)))));
      }
    }
    return words;
  }

  private static List<String> words(String value) {
    return Arrays.stream(value.split(" ")).filter(word -> !word.isEmpty()).toList();
  }

  private static String required(Map<String, String> settings, String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no file of settings has " + name);
    }
    return value;
  }
}
