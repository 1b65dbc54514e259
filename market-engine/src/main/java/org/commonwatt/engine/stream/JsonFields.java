package org.commonwatt.engine.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Takes the fields of a JSON object, in order: into a tree, or with {@link JsonBytes} without. */
public interface JsonFields {
  /** Adds a text or null. */
  JsonFields put(String name, @Nullable String value);

  /** Adds a number or null. */
  JsonFields put(String name, @Nullable Long value);

  /** Adds a number. */
  JsonFields put(String name, long value);

  /** Adds true or false. */
  JsonFields put(String name, boolean value);

  /** Adds what is a tree already. */
  JsonFields set(String name, JsonNode value);

  /** Adds them to a tree. */
  static JsonFields of(ObjectNode node) {
    return new JsonFields() {
      @Override
      public JsonFields put(String name, @Nullable String value) {
        node.put(name, value);
        return this;
      }

      @Override
      public JsonFields put(String name, @Nullable Long value) {
        node.put(name, value);
        return this;
      }

      @Override
      public JsonFields put(String name, long value) {
        node.put(name, value);
        return this;
      }

      @Override
      public JsonFields put(String name, boolean value) {
        node.put(name, value);
        return this;
      }

      @Override
      public JsonFields set(String name, JsonNode value) {
        node.set(name, value);
        return this;
      }
    };
  }
}
