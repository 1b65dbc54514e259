package org.commonwatt.cli.community;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.commonwatt.cli.UserError;
import org.commonwatt.flink.ReadingKeys;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;

/** Reads community files. */
public final class CommunityFile {
  /** Name of the file in a data folder. */
  public static final String NAME = "community.yaml";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private CommunityFile() {}

  /**
   * Reads a data folder's community file.
   *
   * @throws UserError naming the file, the line where there is one, and what to change
   */
  public static Community read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (DatabindException e) {
      throw new UserError(file + place(e) + ": " + firstLine(e.getOriginalMessage()), e);
    } catch (JsonProcessingException e) {
      throw new UserError(file + place(e) + ": not YAML: " + firstLine(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UserError("cannot read " + file + " (write one with: commonwatt init DIR)", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UserError(file + ": " + firstLine(String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * The document of a file's rulebook: JSON, whose SHA-256 is the rulebook's hash.
   *
   * @throws UserError as {@link #read} does
   */
  public static byte[] document(Path file) {
    read(file); // says what is wrong with it
    try {
      CommunityDocument document = YAML.readValue(Files.readString(file), CommunityDocument.class);
      return JSON.writeValueAsBytes(document.rulebook());
    } catch (IOException e) {
      throw new UserError("cannot read " + file, e);
    }
  }

  /**
   * Parses the text of a community file.
   *
   * @throws JsonProcessingException when it is not such a file
   * @throws IllegalArgumentException when a value is out of range
   * @throws DateTimeException when a time is malformed
   */
  static Community parse(String text) throws JsonProcessingException {
    CommunityDocument document = YAML.readValue(text, CommunityDocument.class);
    Rulebook rulebook = rulebook(document.rulebook());
    return new Community(
        rulebook,
        document.rulebook().startsNext(),
        document.pollSeconds(),
        document.meters(),
        SafeguardsSection.registrations(document),
        GridSection.of(document, rulebook),
        signers(document, YAML.readTree(text).has("ingestKeys")),
        document.batteryOrganisations(),
        SourcesSection.of(document, rulebook));
  }

  /** An empty list of keys is not taken for one that was left out. */
  private static ReadingKeys signers(CommunityDocument document, boolean named) {
    String from = document.signedFrom();
    long fromMillis = from.isEmpty() ? 0 : Instant.parse(from).toEpochMilli();
    try {
      return named
          ? ReadingKeys.named(document.ingestKeys(), fromMillis)
          : new ReadingKeys(List.of(), fromMillis);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("ingestKeys: " + e.getMessage(), e);
    }
  }

  private static Rulebook rulebook(CommunityDocument.RulebookDocument source)
      throws JsonProcessingException {
    return new Rulebook(
        1,
        Hash.of(JSON.writeValueAsBytes(source)),
        source.market(),
        areas(source),
        source.currency(),
        timing(source),
        source.minPriceMicroPerKwh(),
        source.maxPriceMicroPerKwh(),
        source.maxOrderWh(),
        source.supplier(),
        source.tariff().stream().map(CommunityFile::step).toList(),
        members(source),
        new Hash(source.saltSeed()),
        ContinuousSection.of(source.continuous()),
        SafeguardsSection.safeguards(source));
  }

  private static Rulebook.Timing timing(CommunityDocument.RulebookDocument source) {
    return new Rulebook.Timing(
        source.slotMinutes(),
        ZoneOffset.of(source.utcOffset()).getTotalSeconds() / 60,
        source.openLeadMinutes(),
        source.gateLeadMinutes(),
        source.startsNext() ? 0 : Instant.parse(source.tradingStart()).toEpochMilli());
  }

  private static Rulebook.TariffStep step(CommunityDocument.Step step) {
    LocalTime from = LocalTime.parse(step.from());
    return new Rulebook.TariffStep(
        from.getHour() * 60 + from.getMinute(), step.retailMicroPerKwh(), step.feedInMicroPerKwh());
  }

  private static Areas areas(CommunityDocument.RulebookDocument source) {
    if (source.area().isEmpty() == source.areas().isEmpty()) {
      throw new IllegalArgumentException(
          "rulebook: write either area, for a market of one, or areas: [...]");
    }
    return new Areas(
        source.area().isEmpty() ? source.areas() : List.of(source.area()),
        source.links().stream().map(CommunityFile::link).toList(),
        source.gridOperator().isEmpty() ? null : source.gridOperator());
  }

  private static AreaLink link(CommunityDocument.Link link) {
    return new AreaLink(
        link.from(), link.to(), link.minFlowWh(), link.maxFlowWh(), link.feeMicroPerKwh());
  }

  private static List<Rulebook.Member> members(CommunityDocument.RulebookDocument source) {
    return source.homes().stream()
        .map(home -> new Rulebook.Member(home.id(), area(home, source), home.meters()))
        .toList();
  }

  private static String area(
      CommunityDocument.Home home, CommunityDocument.RulebookDocument source) {
    if (!home.area().isEmpty()) {
      return home.area();
    }
    List<String> all = areas(source).ids();
    if (all.size() > 1) {
      throw new IllegalArgumentException(
          "home " + home.id() + " names no area: add area, one of " + String.join(", ", all));
    }
    return all.get(0);
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
