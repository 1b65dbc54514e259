package org.commonwatt.cli.battery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.battery.life.Operation;

/**
 * A row of a CSV file as a statement: {@code operation} (without one it registers), {@code asset},
 * {@code time}, {@code sequence} and {@code evidence} where wanted, and the fields of the
 * operation's action by their names. Cells with several values have blanks between them.
 */
final class StatementRow {
  private static final Set<String> COMMON =
      Set.of("operation", "asset", "time", "sequence", "evidence");

  private StatementRow() {}

  /**
   * The statement as JSON; without {@code sequence} where the row has none.
   *
   * @param cells by the names of their columns
   * @throws IllegalArgumentException naming the column that is wrong
   */
  static ObjectNode read(Map<String, String> cells) {
    Operation operation = operation(cells.getOrDefault("operation", ""));
    ObjectNode statement = JsonNodeFactory.instance.objectNode();
    statement.put("operation", operation.name()).put("asset", required(cells, "asset"));
    if (!cells.getOrDefault("sequence", "").isEmpty()) {
      statement.put("sequence", number("sequence", required(cells, "sequence")));
    }
    statement.put("eventMillis", time(required(cells, "time")));
    words(statement.putArray("evidence"), cells.getOrDefault("evidence", ""));
    ObjectNode action = statement.putObject("action");
    Set<String> left = new HashSet<>(cells.keySet());
    left.removeAll(COMMON);
    for (RecordComponent field : operation.form().getRecordComponents()) {
      left.remove(field.getName());
      put(action, operation, field, cells.getOrDefault(field.getName(), ""));
    }
    for (String other : left) {
      if (!cells.getOrDefault(other, "").isEmpty()) {
        throw new IllegalArgumentException(operation + " has no column " + other);
      }
    }
    return statement;
  }

  private static Operation operation(String text) {
    return Arrays.stream(Operation.values())
        .filter(one -> one.name().equals(text.isEmpty() ? "REGISTER" : text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("operation: there is no operation " + text));
  }

  private static void put(
      ObjectNode action, Operation operation, RecordComponent field, String cell) {
    String name = field.getName();
    Class<?> type = field.getType();
    if (type == long.class) {
      action.put(name, number(name, cell));
    } else if (List.class.isAssignableFrom(type) && isTexts(field)) {
      words(action.putArray(name), cell);
    } else if (type == String.class || type.isEnum()) {
      boolean none = operation == Operation.REGISTER && name.equals("passport") && cell.isEmpty();
      action.put(name, none ? null : cell);
    } else {
      throw new IllegalArgumentException(
          operation + " is no statement for a row: write it as JSON, for its " + name);
    }
  }

  private static boolean isTexts(RecordComponent field) {
    return field.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] == String.class;
  }

  private static void words(ArrayNode array, String cell) {
    Arrays.stream(cell.split("\\s+")).filter(word -> !word.isEmpty()).forEach(array::add);
  }

  private static String required(Map<String, String> cells, String name) {
    String cell = cells.getOrDefault(name, "");
    if (cell.isEmpty()) {
      throw new IllegalArgumentException(
          name
              + " is missing; columns that all rows have are "
              + COMMON.stream().sorted().collect(Collectors.joining(", ")));
    }
    return cell;
  }

  private static long number(String name, String cell) {
    if (!cell.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(name + " must be a whole number, not \"" + cell + "\"");
    }
    return Long.parseLong(cell);
  }

  private static long time(String cell) {
    try {
      return Instant.parse(cell).toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "time must be an instant such as 2022-08-02T07:15:00Z, not \"" + cell + "\"", e);
    }
  }
}
