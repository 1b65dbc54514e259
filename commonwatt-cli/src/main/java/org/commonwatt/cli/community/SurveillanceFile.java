package org.commonwatt.cli.community;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.cli.UserError;
import org.commonwatt.flink.surveillance.NamedRules;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.jspecify.annotations.Nullable;

/** Reads the numbers of surveillance: see {@code docs/surveillance.md}. */
public final class SurveillanceFile {
  /** Name of the file in a data folder; without it the defaults hold. */
  public static final String NAME = "surveillance.yaml";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private SurveillanceFile() {}

  /** The file; what it leaves out has its default. */
  private record Document(
      @JsonProperty @Nullable Map<String, Long> rings,
      @JsonProperty @Nullable Map<String, Long> deception,
      @JsonProperty @Nullable Map<String, Long> close,
      @JsonProperty @Nullable Map<String, Long> withholding,
      @JsonProperty @Nullable Map<String, Long> limits,
      @JsonProperty @Nullable Map<String, Long> limitExceptionsWh,
      @JsonProperty @Nullable List<List<String>> related) {}

  /**
   * Reads a file.
   *
   * @return the defaults when there is none
   * @throws UserError naming the file, the line where there is one, and what to change
   */
  public static SurveillanceRules read(Path file) {
    if (!Files.exists(file)) {
      return SurveillanceRules.DEFAULT;
    }
    try {
      return parse(Files.readString(file));
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
      String message = e.getOriginalMessage();
      throw new UserError(file + line + ": " + message.lines().findFirst().orElse(message), e);
    } catch (IOException e) {
      throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new UserError(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Parses the text of a file.
   *
   * @throws JsonProcessingException when it is no such file
   * @throws IllegalArgumentException when a number is unknown or out of range
   */
  static SurveillanceRules parse(String text) throws JsonProcessingException {
    JsonNode content = YAML.readTree(text);
    return content.isMissingNode() || content.isNull()
        ? SurveillanceRules.DEFAULT
        : rules(YAML.readValue(text, Document.class));
  }

  private static SurveillanceRules rules(Document document) {
    Map<String, Map<String, Long>> sections = new HashMap<>();
    put(sections, "rings", document.rings());
    put(sections, "deception", document.deception());
    put(sections, "close", document.close());
    put(sections, "withholding", document.withholding());
    put(sections, "limits", document.limits());
    put(sections, "limitExceptionsWh", document.limitExceptionsWh());
    return NamedRules.of(sections, document.related() == null ? List.of() : document.related());
  }

  private static void put(
      Map<String, Map<String, Long>> sections, String name, @Nullable Map<String, Long> numbers) {
    if (numbers != null) {
      sections.put(name, numbers);
    }
  }
}
