package org.commonwatt.cli.laptop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.audit.BatchReceiptClaim;
import org.commonwatt.audit.FrameReceiptClaim;
import org.commonwatt.audit.ReceiptClaim;
import org.commonwatt.cli.UserError;

/**
 * A file of receipts: one JSON object a line, a receipt or an answer of the API that has one; empty
 * lines are passed over. A receipt of a batch stands for one of each of its commands.
 */
public final class ReceiptFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALONE = "commonwatt-receipt-1";
  private static final String KIND = "commonwatt-receipt-2";
  private static final String BATCH = "commonwatt-batch-receipt-1";

  private ReceiptFile() {}

  /**
   * Reads the receipts of a file, or of all files of a folder in order of their names.
   *
   * @throws UserError as {@link #read}
   */
  public static List<ReceiptClaim> readAll(Path place) {
    if (!Files.isDirectory(place)) {
      return read(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.sorted().flatMap(file -> read(file).stream()).toList();
    } catch (IOException e) {
      throw new UserError("cannot read " + place + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the receipts.
   *
   * @throws UserError when the file cannot be read, or a line is no receipt; naming it
   */
  public static List<ReceiptClaim> read(Path file) {
    List<ReceiptClaim> receipts = new ArrayList<>();
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          receipts.addAll(receipts(line));
        }
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UserError(
          file + " line " + number + " is no receipt: " + firstLine(e) + "; see docs/formats", e);
    } catch (IOException e) {
      throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
    }
    return receipts;
  }

  private static List<ReceiptClaim> receipts(String line) throws JsonProcessingException {
    JsonNode node = JSON.readTree(line);
    JsonNode receipt = node.has("receipt") ? node.get("receipt") : node;
    return switch (text(receipt, "kind")) {
      case KIND -> List.of(receipt(receipt));
      case BATCH -> batch(receipt);
      case ALONE -> List.of(alone(receipt));
      default ->
          throw new IllegalArgumentException(
              "kind is none of " + KIND + ", " + BATCH + " and " + ALONE);
    };
  }

  private static List<ReceiptClaim> batch(JsonNode receipt) {
    List<BatchReceiptClaim.Part> commands = new ArrayList<>();
    for (JsonNode command : receipt.path("commands")) {
      commands.add(part(command));
    }
    if (commands.isEmpty()) {
      throw new IllegalArgumentException("commands is missing or empty");
    }
    return new BatchReceiptClaim(
            text(receipt, "market"),
            small(receipt, "partition"),
            number(receipt, "commandOffset"),
            commands,
            text(receipt, "engine"),
            Base64.getDecoder().decode(text(receipt, "signature")))
        .claims();
  }

  private static BatchReceiptClaim.Part part(JsonNode command) {
    return new BatchReceiptClaim.Part(
        small(command, "commandIndex"),
        text(command, "commandHash"),
        number(command, "sequence"),
        text(command, "eventHash"));
  }

  private static ReceiptClaim receipt(JsonNode receipt) {
    List<String> path = new ArrayList<>();
    receipt.path("inclusionPath").forEach(hash -> path.add(hash.asText()));
    return new FrameReceiptClaim(
            text(receipt, "market"),
            small(receipt, "partition"),
            number(receipt, "commandOffset"),
            part(receipt),
            small(receipt, "treeSize"),
            path,
            text(receipt, "engine"),
            Base64.getDecoder().decode(text(receipt, "signature")))
        .claim();
  }

  private static ReceiptClaim alone(JsonNode receipt) {
    return new ReceiptClaim(
        text(receipt, "market"),
        small(receipt, "partition"),
        number(receipt, "commandOffset"),
        small(receipt, "commandIndex"),
        text(receipt, "commandHash"),
        number(receipt, "sequence"),
        text(receipt, "eventHash"),
        text(receipt, "engine"),
        Base64.getDecoder().decode(text(receipt, "signature")));
  }

  private static String text(JsonNode receipt, String field) {
    JsonNode value = receipt.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is missing or no text");
    }
    return value.textValue();
  }

  private static long number(JsonNode receipt, String field) {
    JsonNode value = receipt.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new IllegalArgumentException(field + " is missing or no count");
    }
    return value.longValue();
  }

  private static int small(JsonNode receipt, String field) {
    long value = number(receipt, field);
    if (value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(field + " is too large");
    }
    return (int) value;
  }

  private static String firstLine(Exception fault) {
    return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
  }
}
