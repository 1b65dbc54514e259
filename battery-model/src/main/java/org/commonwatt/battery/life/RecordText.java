package org.commonwatt.battery.life;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON: their components in order, no white space, enums by name. Every peer must store
 * the same bytes, which is why no library decides about them.
 */
public final class RecordText {
  private RecordText() {}

  /**
   * The JSON of a record of texts, whole numbers, truth values, enums, lists and records.
   *
   * @throws IllegalArgumentException when it has anything else
   */
  public static String of(Record value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(@Nullable Object value, StringBuilder text) {
    if (value == null || value instanceof Long || value instanceof Boolean) {
      text.append(value);
    } else if (value instanceof String || value instanceof Enum<?>) {
      quote(value instanceof Enum<?> word ? word.name() : (String) value, text);
    } else if (value instanceof Collection<?> all) {
      text.append(all.stream().map(RecordText::part).collect(Collectors.joining(",", "[", "]")));
    } else if (value instanceof Record one) {
      writeRecord(one, text);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static String part(Object value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void writeRecord(Record value, StringBuilder text) {
    char before = '{';
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      text.append(before);
      quote(component.getName(), text);
      text.append(':');
      write(read(component, value), text);
      before = ',';
    }
    text.append(before == '{' ? "{}" : "}");
  }

  private static @Nullable Object read(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(component + " cannot be read", e);
    }
  }

  private static void quote(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
