package org.commonwatt.battery.code;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of the data files: what characters mean where standards are not public. */
public final class CodeTables {
  private static final String ALL = "all";
  private static final Set<String> TABLES = Set.of("chemistry", "year", "month", "day");
  private static final CodeTables BUILT_IN =
      new CodeTables(lines("gbt34014.csv"), lines("iso15459.csv"));

  private final Map<String, Map<Character, Reading>> meanings = new HashMap<>();
  private final TreeMap<String, OptionalInt> issuers = new TreeMap<>();

  /**
   * Tables from the lines of both files.
   *
   * @throws IllegalArgumentException naming the first line that is not as the format says
   */
  CodeTables(List<String> characters, List<String> agencies) {
    body(characters, "table,character,value,source").forEach(this::takeCharacter);
    body(agencies, "issuer,companyLength,agency").forEach(this::takeIssuer);
    require(meanings.keySet().equals(TABLES), "the tables are " + new TreeSet<>(TABLES));
  }

  /** The tables that come with the product. */
  public static CodeTables builtIn() {
    return BUILT_IN;
  }

  /**
   * What a character means.
   *
   * @param values by any source, in order
   * @param agreed whether all sources say so
   */
  record Reading(Set<String> values, boolean agreed) {
    List<Integer> numbers() {
      return values.stream().map(Integer::valueOf).sorted().toList();
    }
  }

  /** What a character means in a table, empty when nothing. */
  Optional<Reading> meaning(String table, char character) {
    return Optional.ofNullable(meanings.getOrDefault(table, Map.of()).get(character));
  }

  /** The characters that mean something in a table, in order. */
  Set<Character> characters(String table) {
    return new TreeSet<>(meanings.getOrDefault(table, Map.of()).keySet());
  }

  /** The agencies' codes. */
  Set<String> issuers() {
    return issuers.keySet();
  }

  /** How many characters the number of a company has behind an agency's code. */
  OptionalInt companyLength(String issuer) {
    return issuers.getOrDefault(issuer, OptionalInt.empty());
  }

  private void takeCharacter(String line) {
    String[] cells = line.split(",", -1);
    require(cells.length == 4 && TABLES.contains(cells[0]) && cells[1].length() == 1, line);
    require(cells[0].equals("chemistry") || cells[2].matches("[0-9]{1,4}"), line);
    Map<Character, Reading> table = meanings.computeIfAbsent(cells[0], name -> new HashMap<>());
    char character = cells[1].charAt(0);
    Reading before = table.get(character);
    boolean agreed = cells[3].equals(ALL);
    require(before == null || (!before.agreed() && !agreed), line + ": agreed and not");
    Set<String> values = new TreeSet<>(before == null ? Set.of() : before.values());
    values.add(cells[2]);
    table.put(character, new Reading(values, agreed));
  }

  private void takeIssuer(String line) {
    String[] cells = line.split(",", -1);
    require(cells.length == 3 && cells[0].matches("[A-Z]{1,3}"), line);
    require(cells[1].matches("[0-9]{0,2}"), line);
    OptionalInt length =
        cells[1].isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(cells[1]));
    require(issuers.put(cells[0], length) == null, line + ": twice");
  }

  private static List<String> body(List<String> lines, String header) {
    List<String> rows =
        lines.stream().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
    require(!rows.isEmpty() && rows.get(0).equals(header), "the columns are " + header);
    return rows.subList(1, rows.size());
  }

  private static void require(boolean holds, String line) {
    if (!holds) {
      throw new IllegalArgumentException("not as docs/battery-provenance.md says: " + line);
    }
  }

  private static List<String> lines(String file) {
    try (InputStream bytes = CodeTables.class.getResourceAsStream(file)) {
      if (bytes == null) {
        throw new IllegalStateException(file + " is missing");
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
      return new ArrayList<>(reader.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
