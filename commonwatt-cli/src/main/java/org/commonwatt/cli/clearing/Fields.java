package org.commonwatt.cli.clearing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fields of a JSON document with checked types; what is wrong is told with its place. */
public final class Fields {
  private static final int MAX_TEXT = 256;

  private final JsonParser parser;

  /** Fields of what a parser reads next. */
  public Fields(JsonParser parser) {
    this.parser = parser;
  }

  /** A field that is missing, unknown or of the wrong type or range. */
  public static final class Wrong extends IOException {
    private static final long serialVersionUID = 1;

    private final String code;

    Wrong(String code, String message) {
      super(message);
      this.code = code;
    }

    /** What is wrong, for programs. */
    public String code() {
      return code;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /** Takes a field whose name was read; its value is next. */
  public interface Field {
    /** Takes it. */
    void take(String name) throws IOException;
  }

  /** Takes an element whose first token was read. */
  public interface Element {
    /** Takes it. */
    void take() throws IOException;
  }

  /** Reads the next token, which must be this one. */
  public void next(JsonToken token, String what) throws IOException {
    if (parser.nextToken() != token) {
      throw wrong(
          what + " must be a JSON " + (token == JsonToken.START_ARRAY ? "array" : "object"));
    }
  }

  /** Reads the fields of the object whose start was read. */
  public void object(Field field) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      field.take(parser.currentName());
    }
  }

  /** Reads an array of objects. */
  public void array(Element element) throws IOException {
    next(JsonToken.START_ARRAY, name());
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw wrong("an element must be a JSON object");
      }
      element.take();
    }
  }

  /** Reads an array of strings. */
  public List<String> texts() throws IOException {
    next(JsonToken.START_ARRAY, name());
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      texts.add(checked());
    }
    return texts;
  }

  /** Nothing may follow. */
  public void end() throws IOException {
    if (parser.nextToken() != null) {
      throw wrong("something follows the case on its line");
    }
  }

  /** A string of 1 to 256 characters. */
  public String text() throws IOException {
    parser.nextToken();
    return checked();
  }

  private String checked() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(name() + " must be a string");
    }
    String text = parser.getText();
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw wrong(name() + " must have 1 to " + MAX_TEXT + " characters");
    }
    return text;
  }

  /** An integer of 64 bits, written without fraction or exponent. */
  public long integer() throws IOException {
    parser.nextToken();
    return number();
  }

  /** Reads an array of such integers. */
  public List<Long> integers() throws IOException {
    next(JsonToken.START_ARRAY, name());
    List<Long> integers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      integers.add(number());
    }
    return integers;
  }

  private long number() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrong(name() + " must be an integer, written without fraction or exponent");
    }
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new Wrong("OUT_OF_RANGE", place(name() + " does not fit in 64 bits"));
    }
    return parser.getLongValue();
  }

  boolean flag() throws IOException {
    JsonToken token = parser.nextToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw wrong(name() + " must be true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  /** Reads the label of one of some choices. */
  <T> T choice(T[] choices, Function<T, String> label) throws IOException {
    String text = text();
    for (T choice : choices) {
      if (label.apply(choice).equals(text)) {
        return choice;
      }
    }
    throw wrong(name() + " must be one of " + Arrays.stream(choices).map(label).toList());
  }

  /** Returns a field's value, or says that it is missing. */
  public <T> T require(String field, @Nullable T value) throws Wrong {
    if (value == null) {
      throw wrong("the field " + field + " is missing");
    }
    return value;
  }

  /** That there is no such field. */
  public Wrong unknown(String field) {
    return wrong("unknown field " + field);
  }

  /** That something is malformed, with its place. */
  public Wrong wrong(String message) {
    return new Wrong("MALFORMED", place(message));
  }

  private String name() throws IOException {
    String name = parser.currentName();
    return name == null ? "the value" : name;
  }

  private String place(String message) {
    String path = parser.getParsingContext().pathAsPointer().toString();
    return path.isEmpty() ? message : message + " (at " + path + ")";
  }
}
