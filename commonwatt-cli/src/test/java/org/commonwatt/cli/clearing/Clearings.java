package org.commonwatt.cli.clearing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.commonwatt.audit.ClearingVerifier;

/** Clears cases as the command does; every result is verified on its way. */
final class Clearings {
  static final ObjectMapper MAPPER = new ObjectMapper();
  static final JsonSchema CASE = schema("clearing-case.schema.json");
  static final JsonSchema RESULT = schema("clearing-result.schema.json");

  private Clearings() {}

  /** Clears a good case; fails unless the audit finds the result optimal. */
  static JsonNode clear(JsonNode input) {
    assertThat(CASE.validate(input)).as("schema of the case").isEmpty();
    JsonNode result = run(input.toString()).get(0);
    assertThat(result.has("error")).as(input + " gave " + result).isFalse();
    return result;
  }

  /** Clears lines, good or bad; fails unless the audit finds every result among them optimal. */
  static List<JsonNode> run(String lines) {
    StringWriter out = new StringWriter();
    try {
      ClearRun.run(new ByteArrayInputStream(lines.getBytes(UTF_8)), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return verified(lines, out.toString());
  }

  /**
   * What was written for lines; each line is checked against the schema, each result by the audit.
   *
   * @param lines cases, of which no two different ones have the same id
   */
  static List<JsonNode> verified(String lines, String written) {
    Map<String, JsonNode> cases = new HashMap<>();
    Stream.concat(Stream.of(lines), lines.lines()).forEach(text -> addCase(text, cases));
    List<JsonNode> results = new ArrayList<>();
    for (String line : written.lines().toList()) {
      JsonNode result = parsed(line);
      assertThat(RESULT.validate(result)).as("schema of " + line).isEmpty();
      if (!result.has("error")) {
        JsonNode input = requireNonNull(cases.get(result.path("id").asText()));
        assertThat(ClearingVerifier.verify(input, result)).as(input + " gave " + line).isEmpty();
      }
      results.add(result);
    }
    return results;
  }

  /** Adds a case by its id; a text that is none, or the start of one, adds nothing. */
  private static void addCase(String text, Map<String, JsonNode> cases) {
    try (JsonParser parser = MAPPER.createParser(text.replace("\ufeff", ""))) {
      JsonNode input = MAPPER.readTree(parser);
      if (input != null && parser.nextToken() == null) {
        cases.put(input.path("id").asText(), input);
      }
    } catch (IOException e) {
      assertThat(e).isInstanceOf(JsonProcessingException.class);
    }
  }

  /** Reads JSON written with single quotes. */
  static JsonNode json(String text) {
    return parsed(text.replace('\'', '"'));
  }

  private static JsonNode parsed(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a resource, unpacked when it is packed. */
  static List<JsonNode> lines(String resource) {
    try (InputStream raw =
            requireNonNull(Clearings.class.getResourceAsStream("/clearing/" + resource));
        InputStream in = resource.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      List<JsonNode> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(MAPPER.readTree(line));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonSchema schema(String name) {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(Path.of("../docs/formats", name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
