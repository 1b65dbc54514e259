package org.commonwatt.ingest.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML file that is read into records, with complaints that name the line. */
final class YamlFile {
  private static final ObjectMapper MAPPER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private final String name;
  private final String text;
  private final Node root;

  /**
   * A file whose text is known.
   *
   * @param name of the file, for complaints
   * @throws ConfigException when it is empty or not YAML
   */
  YamlFile(String name, String text) {
    this.name = name;
    this.text = text;
    this.root = compose();
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException when it cannot be read, is empty or not YAML
   */
  static YamlFile of(Path file) {
    try {
      return new YamlFile(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException(
          "cannot read " + file + ": is it a text file that you may read?", e);
    }
  }

  /**
   * The file's content.
   *
   * @throws ConfigException when it has other fields or types
   */
  <T> T parse(Class<T> type) {
    try {
      T value = MAPPER.readValue(text, type);
      requireValues(value, List.of());
      return value;
    } catch (DatabindException e) {
      throw new ConfigException(name + line(e) + ": " + problem(e), e);
    } catch (JsonProcessingException e) {
      throw new ConfigException(name + line(e) + ": " + firstLine(e.getOriginalMessage()), e);
    }
  }

  /** What is required may not be there without a value: Jackson looks for the names only. */
  private void requireValues(Object value, List<Object> path) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        requireValue(list.get(i), false, longer(path, i));
      }
    } else if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        boolean named = property != null && !property.value().isEmpty();
        requireValue(
            valueOf(value, component),
            property != null && property.required(),
            longer(path, named ? property.value() : component.getName()));
      }
    }
  }

  private void requireValue(@Nullable Object value, boolean required, List<Object> path) {
    if (value != null) {
      requireValues(value, path);
    } else if (required) {
      throw new ConfigException(
          name + lineOf(path) + ": " + path.get(path.size() - 1) + " has no value");
    }
  }

  private static @Nullable Object valueOf(Object value, RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true); // of a private record
    try {
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record does not tell " + component.getName(), e);
    }
  }

  private static List<Object> longer(List<Object> path, Object step) {
    return Stream.concat(path.stream(), Stream.of(step)).toList();
  }

  /**
   * Does something with a value of the file.
   *
   * @param path names and indexes that lead to the value
   * @throws ConfigException with the value's line, when the work throws an {@link
   *     IllegalArgumentException}
   */
  <T> T at(List<Object> path, Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          name + lineOf(path) + ": " + firstLine(String.valueOf(e.getMessage())), e);
    }
  }

  private Node compose() {
    try {
      Node node = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (node == null) {
        throw new ConfigException(name + ": the file is empty");
      }
      return node;
    } catch (MarkedYAMLException e) {
      String place = e.getProblemMark() == null ? "" : line(e.getProblemMark().getLine());
      throw new ConfigException(name + place + ": not YAML: " + e.getProblem(), e);
    } catch (YAMLException e) {
      throw new ConfigException(
          name + ": not YAML: " + firstLine(String.valueOf(e.getMessage())), e);
    }
  }

  private String line(JsonProcessingException e) {
    List<Object> path = e instanceof JsonMappingException mapping ? path(mapping) : List.of();
    if (path.isEmpty() && e.getLocation() != null) {
      return line(e.getLocation().getLineNr() - 1);
    }
    return lineOf(path);
  }

  private static List<Object> path(JsonMappingException e) {
    return e.getPath().stream()
        .<Object>map(step -> step.getFieldName() == null ? step.getIndex() : step.getFieldName())
        .toList();
  }

  private static String line(int fromZero) {
    return " line " + (fromZero + 1);
  }

  /** The line of the value that a path leads to, or of the last one on the way that is there. */
  private String lineOf(List<Object> path) {
    Node node = root;
    for (Object step : path) {
      Node next = step instanceof Integer index ? element(node, index) : field(node, step);
      if (next == node) {
        break;
      }
      node = next;
    }
    return line(node.getStartMark().getLine());
  }

  private static Node element(Node list, int index) {
    return list instanceof SequenceNode sequence && index < sequence.getValue().size()
        ? sequence.getValue().get(index)
        : list;
  }

  private static Node field(Node mapping, Object name) {
    if (mapping instanceof MappingNode fields) {
      for (NodeTuple field : fields.getValue()) {
        if (field.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
          return field.getValueNode();
        }
      }
    }
    return mapping;
  }

  private static String problem(DatabindException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "there is no field "
          + unknown.getPropertyName()
          + " here, only "
          + unknown.getKnownPropertyIds();
    }
    if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
      return format.getValue() + " is none of " + choices(format.getTargetType());
    }
    return firstLine(e.getOriginalMessage())
        .replace("creator property", "field")
        .replaceFirst(" \\(index \\d+\\)", "");
  }

  private static String choices(Class<?> type) {
    return String.join(
        ", ",
        Arrays.stream(type.getEnumConstants())
            .map(constant -> MAPPER.convertValue(constant, String.class))
            .toList());
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
