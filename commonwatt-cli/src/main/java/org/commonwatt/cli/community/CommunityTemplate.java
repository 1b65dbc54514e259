package org.commonwatt.cli.community;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** Writes the commented community file of the 17 recorded homes. */
public final class CommunityTemplate {
  /** How many homes were recorded. */
  public static final int MAX_HOMES = 17;

  /** Offset of the homes' local time: California in summer. */
  public static final String UTC_OFFSET = "-07:00";

  /** The areas of the homes. */
  static final String CREST = "sierra-crest";

  private static final String FOOTHILL = "foothill";

  /** Every third home is in the second area, so that a demo of three homes has both. */
  private static final int FOOTHILL_EVERY = 3;

  private static final int UNITS_PER_PORT = 8;

  private static final String WINDOW =
      """
      # So many slots, counted from tradingStart, have their auction together, that of the first. Blocks,
      # such as the run of a dishwasher, may join them.
      auctionWindowSlots: ${windowSlots}
      """
          .indent(2);

  private static final String CONTINUOUS =
      """
      # After its auction a slot trades continuously until gateClosureLeadMinutes before its start. Limit
      # prices are multiples of the tick. A trade further than the band from the last one halts its area
      # for haltSeconds. A market order goes no further than the protection from its first price. The
      # buyer pays grid fees on top: 0.002 within an area, and the link's fee as in the auction.
      continuous:
        gateClosureLeadMinutes: 5
        tickMicroPerKwh: 100
        bandMicroPerKwh: 250000
        haltSeconds: 60
        protectionMicroPerKwh: 100000
        feeMode: on-top
        levels:
          - {id: low-voltage, constantMicroPerKwh: 2000, ppm: 0}
        areaLevels:
          - {area: ${crest}, level: low-voltage}
          - {area: ${foothill}, level: low-voltage}
      """
          .indent(2)
          .replace("${crest}", CREST)
          .replace("${foothill}", FOOTHILL);

  private CommunityTemplate() {}

  /**
   * What differs between one community and the next.
   *
   * @param homes number of homes, 1 to 17
   * @param ports the ports of the simulated gateways, eight units each
   * @param tradingStart start of the first traded slot, or {@code next}
   * @param pollSeconds polling interval
   * @param saltSeed seed of the bill lines' salts
   * @param continuous whether slots trade continuously after their auction
   * @param gate when slots have their auctions
   * @param station where the meters of a storage station and a wind plant are; null without them
   */
  public record Settings(
      int homes,
      List<Integer> ports,
      String tradingStart,
      int pollSeconds,
      Hash saltSeed,
      boolean continuous,
      Gate gate,
      StationTemplate.@Nullable Meters station) {
    /** With each slot's gate a quarter of an hour ahead. */
    public Settings(
        int homes,
        List<Integer> ports,
        String tradingStart,
        int pollSeconds,
        Hash saltSeed,
        boolean continuous) {
      this(homes, ports, tradingStart, pollSeconds, saltSeed, continuous, Gate.USUAL, null);
    }

    /** Where the meters of a storage station and a wind plant are. */
    public Settings withStation(StationTemplate.Meters meters) {
      return new Settings(
          homes, ports, tradingStart, pollSeconds, saltSeed, continuous, gate, meters);
    }
  }

  /**
   * When slots have their auctions.
   *
   * @param leadMinutes so long before the start of a slot, or of the first behind the gate
   * @param windowSlots so many slots have it together, and may be joined by blocks; 0: each by
   *     itself
   */
  public record Gate(int leadMinutes, int windowSlots) {
    private static final Gate USUAL = new Gate(15, 0);
  }

  /** Offset of the homes' local time, in minutes. */
  public static int utcOffsetMinutes() {
    return ZoneOffset.of(UTC_OFFSET).getTotalSeconds() / 60;
  }

  /** Number of gateways that so many homes need. */
  public static int gateways(int homes) {
    return (homes + UNITS_PER_PORT - 1) / UNITS_PER_PORT;
  }

  /** The text of the file. */
  public static String render(Settings settings) {
    StationTemplate.Meters station = settings.station();
    return template()
        .replace("${station}", station == null ? "" : StationTemplate.rules())
        .replace("${market}", "fontana")
        .replace("${crest}", CREST)
        .replace("${foothill}", FOOTHILL)
        .replace("${utcOffset}", UTC_OFFSET)
        .replace("${tradingStart}", settings.tradingStart())
        .replace("${pollSeconds}", Integer.toString(settings.pollSeconds()))
        .replace("${gateLead}", Integer.toString(settings.gate().leadMinutes()))
        .replace("${window}", window(settings.gate().windowSlots()))
        .replace("${saltSeed}", settings.saltSeed().hex())
        .replace("${continuous}", settings.continuous() ? CONTINUOUS : "")
        .replace(
            "${homes}",
            lines(settings.homes(), CommunityTemplate::home)
                + (station == null ? "" : StationTemplate.members()))
        .replace(
            "${sources}",
            lines(settings.homes(), CommunityTemplate::source)
                + (station == null ? "" : StationTemplate.sources()))
        .replace(
            "${meters}",
            lines(settings.homes(), i -> meter(i, settings.ports()))
                + (station == null
                    ? ""
                    : StationTemplate.meters(station) + StationTemplate.batteryOrganisations()));
  }

  private static String window(int slots) {
    return slots == 0 ? "" : WINDOW.replace("${windowSlots}", Integer.toString(slots));
  }

  private static String lines(int homes, IntFunction<String> line) {
    return IntStream.rangeClosed(1, homes).mapToObj(line).collect(Collectors.joining("\n"));
  }

  private static String home(int number) {
    return "    - {id: home-%02d, area: %s, meters: [meter-%02d]}"
        .formatted(number, number % FOOTHILL_EVERY == 0 ? FOOTHILL : CREST, number);
  }

  private static String source(int number) {
    return "  - {account: home-%02d, source: solar}".formatted(number);
  }

  private static String meter(int number, List<Integer> ports) {
    int gateway = (number - 1) / UNITS_PER_PORT;
    int unit = (number - 1) % UNITS_PER_PORT + 1;
    return "  - {meter: meter-%02d, host: 127.0.0.1, port: %d, unit: %d, ratedPowerW: 20000, profile: %d}"
        .formatted(number, ports.get(gateway), unit, number);
  }

  private static String template() {
    try (InputStream in =
        CommunityTemplate.class.getResourceAsStream(
            "/org/commonwatt/cli/community-template.yaml")) {
      if (in == null) {
        throw new IllegalStateException("the community template is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
