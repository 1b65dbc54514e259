package org.commonwatt.cli.community;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.GridFees;

/**
 * The community file as it is written: see {@code docs/formats/community.md}.
 *
 * @param rulebook the market's rules and members
 * @param pollSeconds how often meters are polled; divides the slot length
 * @param meters where each meter is found
 * @param connections what homes' connections may carry
 * @param collateral what homes and the exchange have paid in
 * @param grid what the connections of areas may carry, and the meters at their boundaries
 * @param ingestKeys public keys of those who may sign readings, in Base64
 * @param signedFrom from when on readings must be signed; empty: all
 * @param batteryOrganisations who has a login to tell of batteries
 * @param sources what injections are made of
 */
record CommunityDocument(
    @JsonProperty(required = true) RulebookDocument rulebook,
    @JsonProperty(required = true) int pollSeconds,
    @JsonProperty(required = true) List<MeterPoint> meters,
    @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) List<Connected> connections,
    @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) List<Pledged> collateral,
    @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) List<AreaConnection> grid,
    @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
        List<String> ingestKeys,
    @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) String signedFrom,
    @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
        List<String> batteryOrganisations,
    @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) List<Injected> sources) {

  /**
   * What an account injects.
   *
   * @param area empty for a home of the rulebook, and in a market of one area
   * @param source a source of clean energy, {@code storage} or {@code none}
   * @param capacityWh 0 unless it is a storage
   * @param roundTripPpm likewise
   */
  record Injected(
      @JsonProperty(required = true) String account,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) String area,
      @JsonProperty(required = true) String source,
      @JsonProperty long capacityWh,
      @JsonProperty int roundTripPpm) {}

  /**
   * An area's connection to the rest of the grid.
   *
   * @param boundaryMeter empty for none
   * @param maxImportW a number, not a list, or none
   * @param maxExportW a number, not a list, or none
   * @param residualLimitWh a number, not a list; needed with a boundary meter
   */
  record AreaConnection(
      @JsonProperty(required = true) String area,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) String boundaryMeter,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          List<Long> maxImportW,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          List<Long> maxExportW,
      @JsonProperty int lossPpm,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          List<Long> residualLimitWh) {}

  /** What a home's connection may carry. */
  record Connected(
      @JsonProperty(required = true) String home,
      @JsonProperty(required = true) long feedInW,
      @JsonProperty(required = true) long loadW) {}

  /** What a home or the exchange has paid in. */
  record Pledged(
      @JsonProperty(required = true) String account,
      @JsonProperty(required = true) long collateralNano,
      @JsonProperty(required = true) long fundShareNano) {}

  /**
   * Collateral: {@link org.commonwatt.model.Guarantees}.
   *
   * @param undelivered {@code secured}, also when it is left out, or {@code unsecured}
   */
  record Secured(
      @JsonProperty(required = true) String exchange,
      @JsonProperty(required = true) long referencePriceMicroPerKwh,
      @JsonProperty(required = true) int revisionPpm,
      @JsonProperty(required = true) int revisionHours,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) String undelivered) {
    /** The hash has the word that holds, so that no file means something else than before. */
    Secured {
      undelivered = undelivered.isEmpty() ? SECURED : undelivered;
    }
  }

  /** Guarantees that secure undelivered energy. */
  static final String SECURED = "secured";

  /** What happens when something went wrong: {@link org.commonwatt.model.Fallbacks}. */
  record FallbackPart(
      @JsonProperty(required = true) String operator,
      @JsonProperty(required = true) String missedGate,
      @JsonProperty(required = true) int gateToleranceSeconds,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) int scheduleMinutes,
      @JsonProperty(required = true) int cancelMinutes,
      @JsonProperty(required = true) int bustMinutes,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          String curtailment,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) int compensationPpm) {}

  /** Who decides disputes and until when: {@link org.commonwatt.model.DisputeRules}. */
  record DisputePart(
      @JsonProperty(required = true) String decider,
      @JsonProperty(required = true) int windowHours,
      @JsonProperty(required = true) int decisionHours,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) boolean corrections) {}

  /** How others come into the market: {@link org.commonwatt.model.Registration}. */
  record RegistrationPart(
      @JsonProperty(required = true) String registrar,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) boolean accountsAtOnce,
      @JsonProperty(required = true) String meterOrganisation,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) boolean meterPointsAtOnce,
      @JsonProperty(required = true) String bank,
      @JsonProperty(required = true) int maxAccounts) {}

  /**
   * When settled slots are settled again, and losses: {@link org.commonwatt.model.SettlementRules}.
   */
  record SettlementPart(
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          List<Integer> revisedHours,
      @JsonProperty(required = true) int finalHours,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) int initialHours,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<LossPart> losses,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<StoragePart> storage) {}

  /**
   * How storage services are settled: {@link org.commonwatt.model.StorageRules}.
   *
   * @param penaltyPpm a number, not a list; empty: the price itself
   */
  record StoragePart(
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<Integer> penaltyPpm) {}

  /**
   * Who bears what is lost in the grid: {@link org.commonwatt.model.LossRules}.
   *
   * @param bearer empty: the grid operator
   */
  record LossPart(
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          String bearer,
      @JsonProperty(required = true) List<AreaLossPart> areas) {}

  /** How the losses of an area are judged: {@link org.commonwatt.model.LossRules.AreaLosses}. */
  record AreaLossPart(
      @JsonProperty(required = true) String area,
      @JsonProperty(required = true) int lossPpm,
      @JsonProperty(required = true) long residualLimitWh) {}

  /**
   * What is done with what an auction earns: {@link org.commonwatt.model.AuctionIncome}.
   *
   * @param use {@code availability}, {@code capacity} or {@code tariffs}
   */
  record IncomePart(
      @JsonProperty(required = true) String use, @JsonProperty(required = true) String account) {}

  /**
   * When storage services are auctioned: {@link org.commonwatt.model.StorageAuctionRules}.
   *
   * @param leastBidWh 0: 1 Wh
   * @param flows 0: 100
   */
  record StorageAuctionPart(
      @JsonProperty(required = true) int windowSlots,
      @JsonProperty(required = true) int openLeadMinutes,
      @JsonProperty(required = true) int gateLeadMinutes,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) long leastBidWh,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) int flows,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
          @JsonInclude(Include.NON_EMPTY)
          List<SharePart> links) {}

  /**
   * What is taken as proof of stored energy: {@link org.commonwatt.model.ProvenanceRules}.
   *
   * @param accepted some of {@code accredited}, {@code in-house}, {@code nameplate}
   */
  record ProvenancePart(
      @JsonProperty(required = true) int depthOfDischargePermille,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) long marginWh,
      @JsonProperty(required = true) int testDays,
      @JsonProperty(required = true) long testCycles,
      @JsonProperty(required = true) @JsonSetter(contentNulls = Nulls.FAIL) List<String> accepted,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) long nameplateMostWh) {}

  /** What of a link is kept free: {@link org.commonwatt.model.StorageAuctionRules.Share}. */
  record SharePart(
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) String to,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) long forwardWh,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) long backwardWh) {}

  /**
   * Who is responsible for its balance: {@link org.commonwatt.model.ImbalanceRules}.
   *
   * @param mode {@code pool} or {@code dead-band}
   * @param prices {@code single} or {@code dual}
   * @param fallback {@code auction} or {@code stated}
   */
  record ImbalancePart(
      @JsonProperty(required = true) @JsonSetter(contentNulls = Nulls.FAIL)
          List<String> responsible,
      @JsonProperty(required = true) String balancingParty,
      @JsonProperty(required = true) long auctionMinWh,
      @JsonProperty(required = true) String mode,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) long feeMicroPerKwh,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) int bandPpm,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) int kPpm,
      @JsonProperty(required = true) String prices,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          String importer,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          String source,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          String sourceKey,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) long minPriceMicroPerKwh,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) long maxPriceMicroPerKwh,
      @JsonProperty(required = true) String fallback,
      @JsonProperty(required = true) long fallbackShortMicroPerKwh,
      @JsonProperty(required = true) long fallbackLongMicroPerKwh) {}

  /**
   * The rulebook part; its compact JSON, fields in this order and empty ones left out, is what the
   * rulebook's hash covers.
   *
   * @param area the only area; empty in a market of several
   * @param areas the areas of a market of several
   * @param utcOffset local time minus UTC, such as {@code -07:00}
   * @param continuous continuous trading after the auction: one section, not a list, or none
   * @param tradingStart ISO 8601 instant, or {@code next}
   * @param saltSeed 64 hexadecimal digits
   * @param guarantees one, written without brackets, or none
   * @param fallbacks one, written without brackets, or none
   * @param disputes one, written without brackets, or none
   * @param registration one, written without brackets, or none
   * @param settlement one, written without brackets, or none
   * @param loginFor what is told to who has a login only; empty: nothing
   * @param sellTies {@code clean-first}; empty: sells of one price are equal
   * @param auctionWindowSlots so many slots have their gate together and may be joined by blocks;
   *     0: none
   * @param auctionPricing {@code pay-as-bid}; empty: at the price of the area
   * @param auctionIncome one, written without brackets, or none
   * @param storageAuction one, written without brackets, or none
   * @param provenance one, written without brackets, or none
   * @param imbalance one, written without brackets, or none
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
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<ContinuousPart> continuous,
      @JsonProperty(required = true) String tradingStart,
      @JsonProperty(required = true) long minPriceMicroPerKwh,
      @JsonProperty(required = true) long maxPriceMicroPerKwh,
      @JsonProperty(required = true) long maxOrderWh,
      @JsonProperty(required = true) String supplier,
      @JsonProperty(required = true) List<Step> tariff,
      @JsonProperty(required = true) List<Home> homes,
      @JsonProperty(required = true) String saltSeed,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<Secured> guarantees,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<FallbackPart> fallbacks,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<DisputePart> disputes,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<RegistrationPart> registration,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<SettlementPart> settlement,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
          @JsonInclude(Include.NON_EMPTY)
          List<String> loginFor,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          String sellTies,
      @JsonProperty @JsonInclude(Include.NON_DEFAULT) int auctionWindowSlots,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          String auctionPricing,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<IncomePart> auctionIncome,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<StorageAuctionPart> storageAuction,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<ProvenancePart> provenance,
      @JsonProperty
          @JsonSetter(nulls = Nulls.AS_EMPTY)
          @JsonInclude(Include.NON_EMPTY)
          @JsonFormat(
              with = {
                Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
              })
          List<ImbalancePart> imbalance) {
    private static final String NEXT = "next";

    /** Whether trading starts with the next slot after the market is first served. */
    boolean startsNext() {
      return tradingStart.equals(NEXT);
    }
  }

  /**
   * Continuous trading and its grid fees: {@link Continuous}, {@link GridFees}.
   *
   * @param feeMode {@code on-top} or {@code from-bid}
   */
  record ContinuousPart(
      @JsonProperty(required = true) int gateClosureLeadMinutes,
      @JsonProperty(required = true) long tickMicroPerKwh,
      @JsonProperty(required = true) long bandMicroPerKwh,
      @JsonProperty(required = true) int haltSeconds,
      @JsonProperty(required = true) long protectionMicroPerKwh,
      @JsonProperty(required = true) String feeMode,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          List<Level> levels,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          List<AreaLevel> areaLevels,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          List<LinkFee> linkFees) {}

  /** A level of the grid and its fee. */
  record Level(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) long constantMicroPerKwh,
      @JsonProperty(required = true) int ppm) {}

  /** The grid level of an area. */
  record AreaLevel(
      @JsonProperty(required = true) String area, @JsonProperty(required = true) String level) {}

  /**
   * What a link brings in continuous trading.
   *
   * @param level id of its grid level; may be left out
   */
  record LinkFee(
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) String to,
      @JsonProperty(required = true) long constantMicroPerKwh,
      @JsonProperty(required = true) int ppm,
      @JsonProperty @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(Include.NON_EMPTY)
          String level) {}

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
