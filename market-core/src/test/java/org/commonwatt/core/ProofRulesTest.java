package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.StorageFixture.OWNER;
import static org.commonwatt.core.StorageFixture.UNIT;
import static org.commonwatt.core.StorageFixture.refused;
import static org.commonwatt.core.StorageFixture.service;
import static org.commonwatt.core.StorageFixture.slot;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.LimitUsableEnergy;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.RulebookRejected;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.StorageRegistered;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.UsableLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rulebook takes as proof of stored energy bounds every unit of its market. */
class ProofRulesTest {
  private static final UsableLimit.Rules PROOF =
      new UsableLimit.Rules(900, 100, 180, 400, List.of("ACCREDITED", "IN_HOUSE"), true);

  /** Units up to so much by their nameplates; they may use 90 % less 100 Wh. */
  private static StorageFixture market(long nameplateMostWh) {
    StorageFixture station = StorageFixture.holding();
    activate(station, new ProvenanceRules(PROOF, nameplateMostWh));
    return station;
  }

  private static List<Event> activate(StorageFixture station, ProvenanceRules rules) {
    Rulebook now = Objects.requireNonNull(station.market().machine().rulebook());
    return station
        .market()
        .apply(
            new ActivateRulebook(
                now.withVersion(now.version() + 1)
                    .withSafeguards(now.safeguards().withProvenance(rules))));
  }

  private static List<Event> register(StorageFixture station, String provenance) {
    StorageSpec spec = StorageFixture.SPEC;
    return station
        .market()
        .apply(
            new RegisterStorage(
                "meters",
                new StorageSpec(
                    UNIT, OWNER, spec.area(), spec.rating(), spec.horizonSlots(), provenance)));
  }

  private static UsableLimit limit(StorageFixture station) {
    return Objects.requireNonNull(station.view().limit());
  }

  @Test
  void aHomeBatteryIsBoundByItsNameplateAndLabelled() {
    StorageFixture station = market(10_000);
    List<Event> events = register(station, "nameplate:1700");
    assertThat(events).hasSize(2).first().isInstanceOf(StorageRegistered.class);
    assertThat(limit(station).usableWh()).as("90 % of 1,700, less 100").isEqualTo(1_430);
    assertThat(limit(station).bases()).containsExactly("NAMEPLATE");
    assertThat(limit(station).untilMillis()).as("never too old").isZero();
    // it holds 1,000: there is room for 430, which 537 Wh leave behind at 80 %
    assertThat(refused(station.commit(service("a", 1, 2, 538, 538))).limit()).isNotNull();
    assertThat(station.commit(service("a", 1, 2, 537, 537)).get(0))
        .isInstanceOf(StorageCommitted.class);
  }

  @Test
  void theSameNameplateAgainIsTakenWithoutAnotherBound() {
    StorageFixture station = market(10_000);
    register(station, "nameplate:1700");
    assertThat(register(station, "nameplate:1700")).hasSize(1);
    assertThat(register(station, "nameplate:1701")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pack-7",
        "passport:",
        "nameplate:",
        "nameplate:0",
        "nameplate:01",
        "nameplate:-5",
        "nameplate:1e3",
        "nameplate:10001",
        "nameplate:99999999999999999999"
      })
  void anotherProvenanceIsNotTaken(String provenance) {
    StorageFixture station = market(10_000);
    assertThat(refused(register(station, provenance)).rejection().code())
        .isEqualTo(RejectionCode.PROVENANCE_NOT_ACCEPTED);
    assertThat(station.view().spec().provenance()).as("as before").isEqualTo("pack-7");
  }

  @Test
  void noNameplateIsTakenWhereTheRulebookHasNone() {
    StorageFixture station = market(0);
    assertThat(refused(register(station, "nameplate:1")).rejection().message())
        .doesNotContain("nameplate");
    assertThat(register(station, "passport:p-1")).hasSize(1);
  }

  @Test
  void unitsThatSayNothingOfferNothingOnceTheRulebookAsks() {
    StorageFixture station = StorageFixture.holding();
    station.commit(service("a", 1, 2, 500, 500));
    List<Event> events = activate(station, new ProvenanceRules(PROOF, 0));
    assertThat(events).hasSize(3);
    assertThat(events.get(1)).isInstanceOf(UsableEnergyLimited.class);
    assertThat(events.get(2)).isInstanceOf(CommitmentLost.class);
    assertThat(limit(station).usableWh()).isZero();
    assertThat(limit(station).left())
        .containsExactly(new UsableLimit.Left(UNIT, "PROVENANCE_NOT_ACCEPTED"));
  }

  @Test
  void anotherRulebookBoundsNameplatesAnewAndNoneTakesTheBoundAway() {
    StorageFixture station = market(10_000);
    register(station, "nameplate:1700");
    activate(station, new ProvenanceRules(PROOF, 1_000));
    assertThat(limit(station).usableWh()).as("too large for a nameplate now").isZero();
    assertThat(activate(station, new ProvenanceRules(PROOF, 1_000))).hasSize(1);
    Rulebook now = Objects.requireNonNull(station.market().machine().rulebook());
    List<Event> without =
        station
            .market()
            .apply(
                new ActivateRulebook(
                    now.withVersion(now.version() + 1)
                        .withSafeguards(now.safeguards().withProvenance(null))));
    assertThat(without).hasSize(1).first().isInstanceOf(RulebookRejected.class);
  }

  @Test
  void aProofUnderOtherRulesIsRefused() {
    StorageFixture station = market(0);
    register(station, "passport:p-1");
    assertThat(
            refused(prove(station, proof(ProvenanceRules.DEFAULT_PROOF, List.of())))
                .rejection()
                .code())
        .isEqualTo(RejectionCode.PROVENANCE_NOT_ACCEPTED);
    UsableLimit labelled = proof(PROOF, List.of("UNKNOWN_HISTORY", "UNREADABLE_CODE"));
    assertThat(prove(station, labelled))
        .containsExactly(new UsableEnergyLimited(UNIT, OWNER, labelled));
    assertThat(
            refused(prove(station, proof(PROOF, List.of("UNREADABLE_CODE", "UNKNOWN_HISTORY"))))
                .rejection()
                .code())
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
  }

  private static List<Event> prove(StorageFixture station, UsableLimit limit) {
    return station.market().apply(new LimitUsableEnergy(UNIT, limit));
  }

  private static UsableLimit proof(UsableLimit.Rules rules, List<String> origins) {
    return new UsableLimit(
        "p-1",
        "0f".repeat(32),
        slot(0),
        rules,
        2_000,
        0,
        false,
        List.of("ACCREDITED"),
        List.of(),
        origins);
  }

  /** For the list of every rejection. */
  static List<Event> notAccepted() {
    return register(market(0), "pack-8");
  }

  @Test
  void aRestoredMarketKeepsTheBoundOfANameplate() {
    StorageFixture station = market(10_000);
    register(station, "nameplate:1700");
    UsableLimit before = limit(station);
    station.restore();
    assertThat(Optional.ofNullable(station.view().limit())).contains(before);
    assertThat(refused(station.commit(service("a", 1, 2, 538, 538))).limit()).isNotNull();
  }
}
