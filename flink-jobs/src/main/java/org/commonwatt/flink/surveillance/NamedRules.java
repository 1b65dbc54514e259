package org.commonwatt.flink.surveillance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.flink.surveillance.SurveillanceRules.Close;
import org.commonwatt.flink.surveillance.SurveillanceRules.Deception;
import org.commonwatt.flink.surveillance.SurveillanceRules.Limits;
import org.commonwatt.flink.surveillance.SurveillanceRules.Rings;
import org.commonwatt.flink.surveillance.SurveillanceRules.Withholding;
import org.jspecify.annotations.Nullable;

/** The numbers of surveillance by their names, as files have them. */
public final class NamedRules {
  /** The sections, in order. */
  public static final List<String> SECTIONS =
      List.of("rings", "deception", "close", "withholding", "limits", "limitExceptionsWh");

  private NamedRules() {}

  /**
   * The rules of sections; what they leave out has its default.
   *
   * @param sections numbers by section and name
   * @param related groups of participants that act together
   * @throws IllegalArgumentException when a name is unknown, or a number missing or out of range
   */
  public static SurveillanceRules of(
      Map<String, Map<String, Long>> sections, List<List<String>> related) {
    Section limits = new Section("limits", sections.get("limits"), Set.of("netWh"));
    return new SurveillanceRules(
        rings(sections.get("rings")),
        deception(sections.get("deception")),
        close(sections.get("close")),
        withholding(sections.get("withholding")),
        new Limits(
            limits.number("netWh", Limits.DEFAULT.netWh()),
            new Section("limitExceptionsWh", sections.get("limitExceptionsWh"), null).numbers()),
        related);
  }

  private static Rings rings(@Nullable Map<String, Long> source) {
    Rings otherwise = Rings.DEFAULT;
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
    return new Rings(
        section.number("windowSeconds", otherwise.windowSeconds()),
        section.number("minWh", otherwise.minWh()),
        section.number("energyTolerancePpm", otherwise.energyTolerancePpm()),
        section.number("priceTolerancePpm", otherwise.priceTolerancePpm()),
        section.number("sharePpm", otherwise.sharePpm()),
        section.count("maxParties", otherwise.maxParties()));
  }

  private static Deception deception(@Nullable Map<String, Long> source) {
    Deception otherwise = Deception.DEFAULT;
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
    return new Deception(
        section.count("minLayers", otherwise.minLayers()),
        section.number("ratioPpm", otherwise.ratioPpm()),
        section.number("minWh", otherwise.minWh()),
        section.number("withinSeconds", otherwise.withinSeconds()),
        section.number("lookbackSeconds", otherwise.lookbackSeconds()),
        section.number("maxFilledPpm", otherwise.maxFilledPpm()),
        section.number("pulledSharePpm", otherwise.pulledSharePpm()));
  }

  private static Close close(@Nullable Map<String, Long> source) {
    Close otherwise = Close.DEFAULT;
    Section section =
        new Section("close", source, Set.of("windowSeconds", "movePpm", "sharePpm", "minWh"));
    return new Close(
        section.number("windowSeconds", otherwise.windowSeconds()),
        section.number("movePpm", otherwise.movePpm()),
        section.number("sharePpm", otherwise.sharePpm()),
        section.number("minWh", otherwise.minWh()));
  }

  private static Withholding withholding(@Nullable Map<String, Long> source) {
    Withholding otherwise = Withholding.DEFAULT;
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
    return new Withholding(
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
