package org.commonwatt.cli.battery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.ledger.BatteryJson;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Statements of a file by their lines: CSV with a line of column names, JSON with a statement a
 * line, or a document of another data model.
 */
public final class StatementFile {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .setTrim(true)
          .build();

  private StatementFile() {}

  /**
   * A line with a statement, or with what is wrong with it.
   *
   * @param number from 1 on
   * @param statement as JSON, without its sequence when the file does not say it; null when it is
   *     wrong
   * @param signatures of it that the file has
   * @param error what is wrong, null when nothing is
   */
  public record Line(
      long number,
      @Nullable ObjectNode statement,
      List<SignedStatement.Signature> signatures,
      @Nullable String error) {
    /** Copies the signatures. */
    public Line {
      signatures = List.copyOf(signatures);
    }

    /** One that is wrong. */
    static Line wrong(long number, String error) {
      return new Line(number, null, List.of(), error);
    }
  }

  /**
   * Reads a file: as CSV when its name ends in {@code .csv}, as a document of another data model
   * when it is one, else as JSON Lines.
   *
   * @param gaps what such documents leave open
   * @throws IOException when it cannot be read
   */
  public static List<Line> read(Path file, StatementGaps gaps) throws IOException {
    boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    return csv ? csv(file) : json(file, gaps);
  }

  private static List<Line> json(Path file, StatementGaps gaps) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    JsonNode whole = whole(bytes);
    if (ForeignDocument.isOne(whole)) {
      return ForeignDocument.read(whole, gaps, Hash.of(bytes).hex());
    }
    List<Line> lines = new ArrayList<>();
    long number = 0;
    for (String text : Files.readAllLines(file)) {
      number++;
      if (!text.isBlank()) {
        lines.add(line(number, text));
      }
    }
    return lines;
  }

  /** The one value of a file; nothing when it has several, or is no JSON. */
  private static JsonNode whole(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static Line line(long number, String text) {
    try {
      SignedStatement signed = BatteryJson.readStatement(text);
      ObjectNode statement = (ObjectNode) MAPPER.readTree(signed.statement().text());
      return new Line(number, statement, signed.signatures(), null);
    } catch (LedgerException | JsonProcessingException e) {
      return Line.wrong(number, String.valueOf(e.getMessage()));
    }
  }

  private static List<Line> csv(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    long number = 1;
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser rows = FORMAT.parse(reader)) {
      for (CSVRecord row : rows) {
        number = rows.getCurrentLineNumber();
        lines.add(line(number, row));
      }
    } catch (CSVException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException e) {
      lines.add(Line.wrong(number, "not CSV: " + e.getMessage()));
    }
    return lines;
  }

  private static Line line(long number, CSVRecord row) {
    try {
      ObjectNode statement = StatementRow.read(row.toMap());
      boolean whole = statement.has("sequence");
      ObjectNode tried = whole ? statement : statement.deepCopy().put("sequence", 1);
      BatteryJson.readStatement(tried.toString());
      return new Line(number, statement, List.of(), null);
    } catch (LedgerException | IllegalArgumentException e) {
      return Line.wrong(number, String.valueOf(e.getMessage()));
    }
  }
}
