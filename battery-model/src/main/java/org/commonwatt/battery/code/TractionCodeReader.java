package org.commonwatt.battery.code;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.commonwatt.battery.AssetKind;
import org.jspecify.annotations.Nullable;

/** Reads a text that is as long as a GB/T 34014-2017 code, position by position. */
final class TractionCodeReader {
  private static final int KIND = 4;
  private static final int CHEMISTRY = 5;

  private final CodeTables tables;
  private final String text;
  private final boolean reused;
  private final int year;
  private final List<CodeError> errors = new ArrayList<>();

  /** A reader of a trimmed text in upper case. */
  TractionCodeReader(CodeTables tables, String text) {
    this.tables = tables;
    this.text = text;
    this.reused = text.length() == TractionCode.REUSED_LENGTH;
    this.year = reused ? 8 : 15;
  }

  DecodedCode read(String input) {
    characters(1, 3);
    Optional<AssetKind> kind = kind();
    Optional<CodeTables.Reading> chemistry = chemistry();
    characters(6, year - 1);
    TreeSet<LocalDate> dates = new TreeSet<>();
    boolean agreed = readDate(dates);
    digits(year + 3, year + 9);
    readReuse();
    TractionCode code = TractionCode.split(text, kind.orElse(AssetKind.ESS));
    DecodedCode.Parts parts =
        new DecodedCode.Parts(
            legible(1, 3, code.vendor()),
            kind.orElse(null),
            chemistry.map(reading -> reading.values().iterator().next()).orElse(null),
            legible(6, 7, code.spec()),
            reused ? null : legible(8, 14, code.traceability()),
            agreed && dates.size() == 1 ? dates.first() : null,
            agreed ? List.of() : List.copyOf(dates),
            legible(year + 3, year + 9, code.serial()),
            reused ? reuse() : null);
    return new DecodedCode(
        input, CodeScheme.GBT_34014, parts, errors.isEmpty() ? text : null, errors);
  }

  private Optional<AssetKind> kind() {
    Optional<AssetKind> kind = AssetKind.ofLetter(at(KIND));
    if (kind.isEmpty()) {
      error(CodeError.Code.KIND, KIND, "must be P for a pack, M for a module or C for a cell");
    }
    return kind;
  }

  private Optional<CodeTables.Reading> chemistry() {
    Optional<CodeTables.Reading> chemistry = tables.meaning("chemistry", at(CHEMISTRY));
    if (chemistry.isEmpty()) {
      error(
          CodeError.Code.CHEMISTRY, CHEMISTRY, "must be one of " + tables.characters("chemistry"));
    }
    return chemistry;
  }

  /** Finds the days that the three characters may mean; returns whether all sources agree. */
  private boolean readDate(TreeSet<LocalDate> dates) {
    Optional<CodeTables.Reading> years = dateCharacter("year", CodeError.Code.YEAR, year);
    Optional<CodeTables.Reading> months = dateCharacter("month", CodeError.Code.MONTH, year + 1);
    Optional<CodeTables.Reading> days = dateCharacter("day", CodeError.Code.DAY, year + 2);
    if (years.isEmpty() || months.isEmpty() || days.isEmpty()) {
      return true;
    }
    for (int y : years.get().numbers()) {
      for (int m : months.get().numbers()) {
        days.get().numbers().forEach(d -> date(y, m, d).ifPresent(dates::add));
      }
    }
    if (dates.isEmpty()) {
      error(
          CodeError.Code.DATE,
          year + 2,
          "is a day that the year and month before it do not have, whichever table is right");
    }
    return years.get().agreed() && months.get().agreed() && days.get().agreed();
  }

  private Optional<CodeTables.Reading> dateCharacter(
      String table, CodeError.Code code, int position) {
    Optional<CodeTables.Reading> meaning = tables.meaning(table, at(position));
    if (meaning.isEmpty()) {
      error(code, position, "must be a " + table + ", one of " + tables.characters(table));
    }
    return meaning;
  }

  private static Optional<LocalDate> date(int year, int month, int day) {
    try {
      return Optional.of(LocalDate.of(year, month, day));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void readReuse() {
    if (!reused) {
      return;
    }
    if (at(18) != 'R') {
      error(CodeError.Code.REUSE, 18, "must be R in a code of " + text.length() + " characters");
    }
    if (AssetKind.ofLetter(at(19)).isEmpty()) {
      error(CodeError.Code.REUSE, 19, "must be P, M or C: what the battery is used again as");
    }
  }

  private @Nullable String reuse() {
    return AssetKind.ofLetter(at(19)).map(AssetKind::name).orElse(null);
  }

  private void characters(int from, int to) {
    for (int position = from; position <= to; position++) {
      if (!BatteryCodes.isCodeCharacter(at(position))) {
        error(CodeError.Code.CHARACTER, position, "must be one of A-Z and 0-9");
      }
    }
  }

  private void digits(int from, int to) {
    for (int position = from; position <= to; position++) {
      if (at(position) < '0' || at(position) > '9') {
        error(CodeError.Code.SERIAL, position, "must be a digit of the serial number");
      }
    }
  }

  private @Nullable String legible(int from, int to, String part) {
    boolean wrong =
        errors.stream().anyMatch(error -> error.position() >= from && error.position() <= to);
    return wrong ? null : part;
  }

  private char at(int position) {
    return text.charAt(position - 1);
  }

  private void error(CodeError.Code code, int position, String message) {
    errors.add(
        new CodeError(
            code,
            position,
            "position " + position + " " + message + ", not " + BatteryCodes.shown(at(position))));
  }
}
