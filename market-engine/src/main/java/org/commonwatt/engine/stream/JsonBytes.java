package org.commonwatt.engine.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in UTF-8, with the bytes of {@link JsonNode#toString}, which makes a text first and
 * copies it twice. Of what is long and asked for often no tree need be made: its objects and lists
 * are begun and ended here. For one thread.
 */
public final class JsonBytes implements JsonFields {
  private static final int FIRST = 2_048;
  private static final int LONGEST_NUMBER = 20;
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  private byte[] bytes;
  private int length;
  private boolean first = true; // nothing stands before, so no comma is needed

  /** Nothing yet. */
  public JsonBytes() {
    this(FIRST);
  }

  /**
   * Nothing yet.
   *
   * @param room bytes that can be written without copying what was written before, positive
   */
  public JsonBytes(int room) {
    bytes = new byte[room];
  }

  /** The bytes of a value. */
  public static byte[] of(JsonNode json) {
    return new JsonBytes().value(json).toBytes();
  }

  /** What was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** What was written, for a connection. */
  public Buffer toBuffer() {
    return Buffer.buffer(length).appendBytes(bytes, 0, length);
  }

  /** What was written, as a text. */
  public String toText() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** How many bytes were written. */
  public int length() {
    return length;
  }

  /** Begins an object: the next value. */
  public JsonBytes object() {
    return begin('{');
  }

  /** Ends the object begun last. */
  public JsonBytes endObject() {
    return end('}');
  }

  /** Begins a list: the next value. */
  public JsonBytes array() {
    return begin('[');
  }

  /** Ends the list begun last. */
  public JsonBytes endArray() {
    return end(']');
  }

  /** The name of a field of an object, whose value is the next one. */
  public JsonBytes name(String name) {
    separate();
    write(name);
    add(':');
    first = true;
    return this;
  }

  /** The next value. */
  public JsonBytes value(JsonNode json) {
    separate();
    write(json);
    return this;
  }

  @Override
  public JsonBytes put(String name, @Nullable String value) {
    name(name).separate();
    if (value == null) {
      add(NULL);
    } else {
      write(value);
    }
    return this;
  }

  @Override
  public JsonBytes put(String name, @Nullable Long value) {
    if (value != null) {
      return put(name, value.longValue());
    }
    name(name).separate();
    add(NULL);
    return this;
  }

  @Override
  public JsonBytes put(String name, long value) {
    name(name).separate();
    number(value);
    return this;
  }

  @Override
  public JsonBytes put(String name, boolean value) {
    name(name).separate();
    add(value ? TRUE : FALSE);
    return this;
  }

  @Override
  public JsonBytes set(String name, JsonNode value) {
    return name(name).value(value);
  }

  private JsonBytes begin(char bracket) {
    separate();
    add(bracket);
    first = true;
    return this;
  }

  private JsonBytes end(char bracket) {
    add(bracket);
    first = false;
    return this;
  }

  private void separate() {
    if (!first) {
      add(',');
    }
    first = false;
  }

  private void write(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> write((ObjectNode) node);
      case ARRAY -> write((ArrayNode) node);
      case STRING -> write(node.textValue());
      case BOOLEAN -> add(node.booleanValue() ? TRUE : FALSE);
      case NULL -> add(NULL);
      case NUMBER -> number(node);
      default -> add(node.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void write(ObjectNode node) {
    add('{');
    boolean first = true;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!first) {
        add(',');
      }
      first = false;
      write(field.getKey());
      add(':');
      write(field.getValue());
    }
    add('}');
  }

  private void write(ArrayNode node) {
    add('[');
    for (int i = 0; i < node.size(); i++) {
      if (i > 0) {
        add(',');
      }
      write(node.get(i));
    }
    add(']');
  }

  /** A text; one with anything but visible ASCII goes the long way. */
  private void write(String text) {
    int chars = text.length();
    room(chars + 2);
    int at = length;
    bytes[at++] = '"';
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        add(TextNode.valueOf(text).toString().getBytes(StandardCharsets.UTF_8));
        return;
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = '"';
    length = at;
  }

  private void number(JsonNode node) {
    if (node.isLong() || node.isInt()) {
      number(node.longValue());
    } else {
      add(ascii(node.toString()));
    }
  }

  private void number(long number) {
    long value = number;
    if (value == Long.MIN_VALUE) {
      add(ascii(Long.toString(value)));
      return;
    }
    room(LONGEST_NUMBER);
    if (value < 0) {
      bytes[length++] = '-';
      value = -value;
    }
    int end = length + digits(value);
    for (int i = end - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + value % 10);
      value /= 10;
    }
    length = end;
  }

  private static int digits(long value) {
    int digits = 1;
    for (long left = value / 10; left > 0; left /= 10) {
      digits++;
    }
    return digits;
  }

  private void add(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
  }

  private void add(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
