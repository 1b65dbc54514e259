package org.commonwatt.cli.community;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.commonwatt.model.AreaLink;

/**
 * The community file as it is written: see {@code docs/formats/community.md}.
 *
 * @param rulebook the market's rules and members
 * @param pollSeconds how often meters are polled; divides the slot length
 * @param meters where each meter is found
 */
record CommunityDocument(
    @JsonProperty(required = true) RulebookDocument rulebook,
    @JsonProperty(required = true) int pollSeconds,
    @JsonProperty(required = true) List<MeterPoint> meters) {

  /**
   * The rulebook part; its compact JSON, fields in this order and empty ones left out, is what the
   * rulebook's hash covers.
   *
   * @param area the only area; empty in a market of several
   * @param areas the areas of a market of several
   * @param utcOffset local time minus UTC, such as {@code -07:00}
   * @param tradingStart ISO 8601 instant, or {@code next}
   * @param saltSeed 64 hexadecimal digits
   */
  record RulebookDocument(
      @JsonProperty(required = true) String market,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY) String area,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          List<String> areas,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          List<Link> links,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          String gridOperator,
      @JsonProperty(required = true) String currency,
      @JsonProperty(required = true) String utcOffset,
      @JsonProperty(required = true) int slotMinutes,
      @JsonProperty(required = true) int openLeadMinutes,
      @JsonProperty(required = true) int gateLeadMinutes,
      @JsonProperty(required = true) String tradingStart,
      @JsonProperty(required = true) long minPriceMicroPerKwh,
      @JsonProperty(required = true) long maxPriceMicroPerKwh,
      @JsonProperty(required = true) long maxOrderWh,
      @JsonProperty(required = true) String supplier,
      @JsonProperty(required = true) List<Step> tariff,
      @JsonProperty(required = true) List<Home> homes,
      @JsonProperty(required = true) String saltSeed) {
    private static final String NEXT = "next";

    /** Whether trading starts with the next slot after the market is first served. */
    boolean startsNext() {
      return tradingStart.equals(NEXT);
    }
  }

  /**
   * A step of the supplier's tariff.
   *
   * @param from local time {@code HH:MM}
   */
  record Step(
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) long retailMicroPerKwh,
      @JsonProperty(required = true) long feedInMicroPerKwh) {}

  /** A link between two areas: {@link AreaLink}. */
  record Link(
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) String to,
      @JsonProperty(required = true) long minFlowWh,
      @JsonProperty(required = true) long maxFlowWh,
      @JsonProperty(required = true) long feeMicroPerKwh) {}

  /**
   * A home and its meters.
   *
   * @param area may be left out when there is only one
   */
  record Home(
      @JsonProperty(required = true) String id,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY) String area,
      @JsonProperty(required = true) List<String> meters) {}
}
