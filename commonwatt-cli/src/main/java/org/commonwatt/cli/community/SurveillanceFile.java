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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.cli.UserError;
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
    Section limits = new Section("limits", document.limits(), Set.of("netWh"));
    return new SurveillanceRules(
        rings(document.rings()),
        deception(document.deception()),
        close(document.close()),
        withholding(document.withholding()),
        new SurveillanceRules.Limits(
            limits.number("netWh", SurveillanceRules.Limits.DEFAULT.netWh()),
            new Section("limitExceptionsWh", document.limitExceptionsWh(), null).numbers()),
        document.related() == null ? List.of() : document.related());
  }

  private static SurveillanceRules.Rings rings(@Nullable Map<String, Long> source) {
    SurveillanceRules.Rings otherwise = SurveillanceRules.Rings.DEFAULT;
    Section section =
        new Section(
            "rings",
            source,
            Set.of(
                "windowSeconds",
                "minWh",
                "energyTolerancePpm",
                "priceTolerancePpm",
                "sharePpm",
                "maxParties"));
    return new SurveillanceRules.Rings(
        section.number("windowSeconds", otherwise.windowSeconds()),
        section.number("minWh", otherwise.minWh()),
        section.number("energyTolerancePpm", otherwise.energyTolerancePpm()),
        section.number("priceTolerancePpm", otherwise.priceTolerancePpm()),
        section.number("sharePpm", otherwise.sharePpm()),
        section.count("maxParties", otherwise.maxParties()));
  }

  private static SurveillanceRules.Deception deception(@Nullable Map<String, Long> source) {
    SurveillanceRules.Deception otherwise = SurveillanceRules.Deception.DEFAULT;
    Section section =
        new Section(
            "deception",
            source,
            Set.of(
                "minLayers",
                "ratioPpm",
                "minWh",
                "withinSeconds",
                "lookbackSeconds",
                "maxFilledPpm",
                "pulledSharePpm"));
    return new SurveillanceRules.Deception(
        section.count("minLayers", otherwise.minLayers()),
        section.number("ratioPpm", otherwise.ratioPpm()),
        section.number("minWh", otherwise.minWh()),
        section.number("withinSeconds", otherwise.withinSeconds()),
        section.number("lookbackSeconds", otherwise.lookbackSeconds()),
        section.number("maxFilledPpm", otherwise.maxFilledPpm()),
        section.number("pulledSharePpm", otherwise.pulledSharePpm()));
  }

  private static SurveillanceRules.Close close(@Nullable Map<String, Long> source) {
    SurveillanceRules.Close otherwise = SurveillanceRules.Close.DEFAULT;
    Section section =
        new Section("close", source, Set.of("windowSeconds", "movePpm", "sharePpm", "minWh"));
    return new SurveillanceRules.Close(
        section.number("windowSeconds", otherwise.windowSeconds()),
        section.number("movePpm", otherwise.movePpm()),
        section.number("sharePpm", otherwise.sharePpm()),
        section.number("minWh", otherwise.minWh()));
  }

  private static SurveillanceRules.Withholding withholding(@Nullable Map<String, Long> source) {
    SurveillanceRules.Withholding otherwise = SurveillanceRules.Withholding.DEFAULT;
    Section section =
        new Section(
            "withholding",
            source,
            Set.of(
                "minSurplusWh",
                "minPriceMicroPerKwh",
                "priceTolerancePpm",
                "sharePpm",
                "areaSharePpm",
                "slots",
                "ofSlots"));
    return new SurveillanceRules.Withholding(
        section.number("minSurplusWh", otherwise.minSurplusWh()),
        section.number("minPriceMicroPerKwh", otherwise.minPriceMicroPerKwh()),
        section.number("priceTolerancePpm", otherwise.priceTolerancePpm()),
        section.number("sharePpm", otherwise.sharePpm()),
        section.number("areaSharePpm", otherwise.areaSharePpm()),
        section.count("slots", otherwise.slots()),
        section.count("ofSlots", otherwise.ofSlots()));
  }

  /** The numbers of a section by name. */
  private static final class Section {
    private final String name;
    private final Map<String, Long> numbers;

    /** Numbers of known names, or of any when {@code known} is null. */
    Section(String name, @Nullable Map<String, Long> numbers, @Nullable Set<String> known) {
      this.name = name;
      this.numbers = numbers == null ? Map.of() : numbers;
      for (Map.Entry<String, Long> entry : this.numbers.entrySet()) {
        if (known != null && !known.contains(entry.getKey())) {
          throw new IllegalArgumentException(
              name
                  + ": there is no "
                  + entry.getKey()
                  + "; known are "
                  + String.join(", ", new TreeSet<>(known)));
        }
        if (entry.getValue() == null) {
          throw new IllegalArgumentException(name + "." + entry.getKey() + " has no number");
        }
      }
    }

    Map<String, Long> numbers() {
      return numbers;
    }

    long number(String number, long otherwise) {
      return numbers.getOrDefault(number, otherwise);
    }

    int count(String number, int otherwise) {
      long value = number(number, otherwise);
      if (value != (int) value) {
        throw new IllegalArgumentException(name + "." + number + " is too large: " + value);
      }
      return (int) value;
    }
  }
}
