package org.commonwatt.cli.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.List;

/** What came of a scenario: {@code docs/formats/scenario-summary.md}. */
public record ScenarioSummary(
    String scenario,
    String note,
    long seed,
    String start,
    int days,
    int plants,
    List<Station.Size> stations,
    List<ModeSums> modes,
    ModeSums total,
    long roundTripPpm,
    Curtailment curtailment,
    List<DaySums> ofDays,
    Auctions auctions,
    Checks checks,
    Published published) {

  /**
   * What was traded in a way.
   *
   * @param mode negotiated, auctioned, called, or all
   * @param trades agreements on charging, one for each customer and unit
   * @param customers different ones
   * @param chargedWh at the stations' connections
   * @param dischargedWh at the stations' connections
   * @param feesNano what customers paid for it, nano-CNY
   */
  public record ModeSums(
      String mode, long trades, int customers, long chargedWh, long dischargedWh, long feesNano) {}

  /**
   * What the grid could not take.
   *
   * @param producibleWh what plants could have fed in
   * @param curtailedWh what of that would have been curtailed without storage
   * @param storedWh what of that was charged instead
   * @param fedInWh metered of plants and stations together, injected less withdrawn
   * @param givenBackWh what the grid got more by it: stored, less all that stations charged, plus
   *     all that they discharged; negative where their losses are more. The extra renewable energy
   */
  public record Curtailment(
      long producibleWh, long curtailedWh, long storedWh, long fedInWh, long givenBackWh) {}

  /**
   * How trading went.
   *
   * @param held auctions
   * @param withGap auctions whose result is not proven to be the optimum
   * @param endedNegotiations negotiations without a service
   */
  public record Auctions(long held, long withGap, long endedNegotiations) {}

  /**
   * A day.
   *
   * @param plants different plants that had energy stored by agreement
   * @param negotiated trades, likewise the next two
   */
  public record DaySums(
      String date,
      long negotiated,
      long auctioned,
      long called,
      int plants,
      long chargedWh,
      long dischargedWh) {}

  /**
   * What must hold.
   *
   * @param lostCommitments commitments that a unit could not keep: 0
   * @param missedWh promised and not delivered: 0
   * @param energySumWh between metered and billed energy: 0
   * @param moneySumNano sum of all postings: 0
   * @param audit pass or fail
   * @param auditDetails what the audit found
   * @param lastEvent hash of the last event, which binds all before it
   */
  public record Checks(
      long settledSlots,
      long lostCommitments,
      long missedWh,
      long energySumWh,
      BigInteger moneySumNano,
      String audit,
      List<String> auditDetails,
      String lastEvent) {}

  /** Whether all was kept, sums to zero and passed the audit. */
  public boolean passed() {
    return checks.audit.equals("pass")
        && checks.lostCommitments == 0
        && checks.missedWh == 0
        && checks.energySumWh == 0
        && checks.moneySumNano.signum() == 0;
  }

  /** The summary as indented JSON; energies and amounts of money are exact integers. */
  public String toJson() {
    try {
      return JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary is always JSON", e);
    }
  }
}
