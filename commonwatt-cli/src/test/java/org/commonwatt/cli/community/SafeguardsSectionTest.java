package org.commonwatt.cli.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Set;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MarketData;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageRules;
import org.commonwatt.model.UsableLimit;
import org.junit.jupiter.api.Test;

/** The optional parts of a community file. */
class SafeguardsSectionTest {
  private static final String SECURED =
      """
        guarantees:
          exchange: house
          referencePriceMicroPerKwh: 300000
          revisionPpm: 100000
          revisionHours: 24
      """
          .indent(0);

  private static final String FALLBACKS =
      """
        fallbacks:
          operator: watch
          missedGate: previous-schedule
          gateToleranceSeconds: 120
          scheduleMinutes: 1440
          cancelMinutes: 10
          bustMinutes: 30
      """
          .indent(0);

  private static final String HOURS = "    revisionHours: 24\n";

  private static final String ON_FILE =
      """
      connections:
        - {home: home-01, feedInW: 8000, loadW: 17250}
      collateral:
        - {account: home-01, collateralNano: 50000000000, fundShareNano: 1000}
        - {account: house, collateralNano: 0, fundShareNano: 9000}
      """;

  @Test
  void aFileWithoutThemHasNone() throws JsonProcessingException {
    Community plain = CommunityFile.parse(template());
    assertThat(plain.rulebook().safeguards()).isEqualTo(Safeguards.NONE);
    assertThat(plain.registrations()).isEmpty();
  }

  @Test
  void guaranteesAreAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    Community secured = CommunityFile.parse(secured());
    assertThat(secured.rulebook().guarantees())
        .isEqualTo(new Guarantees("house", 300_000, 100_000, 24, true));
    assertThat(secured.rulebook().documentHash())
        .isNotEqualTo(CommunityFile.parse(template()).rulebook().documentHash());
  }

  @Test
  void undeliveredEnergyIsSecuredUnlessTheFileSaysOtherwise() throws JsonProcessingException {
    Community secured = CommunityFile.parse(secured());
    Community same = CommunityFile.parse(secured().replace(HOURS, HOURS + says("secured")));
    assertThat(same.rulebook()).isEqualTo(secured.rulebook());
    Community other = CommunityFile.parse(secured().replace(HOURS, HOURS + says("unsecured")));
    assertThat(other.rulebook().guarantees())
        .isEqualTo(new Guarantees("house", 300_000, 100_000, 24, false));
    assertThat(other.rulebook().documentHash()).isNotEqualTo(secured.rulebook().documentHash());
    assertThatThrownBy(
            () -> CommunityFile.parse(secured().replace(HOURS, HOURS + says("sometimes"))))
        .hasMessageContaining("undelivered is secured or unsecured, not sometimes");
  }

  @Test
  void anAuctionThatIsPaidAsBidIsAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    Community asBid = CommunityFile.parse(unlinked(with("  auctionPricing: pay-as-bid\n")));
    assertThat(asBid.rulebook().safeguards().payAsBid()).isTrue();
    assertThat(asBid.rulebook().documentHash())
        .isNotEqualTo(CommunityFile.parse(unlinked(template())).rulebook().documentHash());
    assertThatThrownBy(() -> CommunityFile.parse(with("  auctionPricing: pay-as-bid\n")))
        .hasMessageContaining("markets without links");
    assertThatThrownBy(() -> CommunityFile.parse(with("  auctionPricing: dutch\n")))
        .hasMessageContaining("auctionPricing is pay-as-bid or left out, not dutch");
  }

  @Test
  void whatAnAuctionsIncomeIsForIsAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    String part = "  auctionIncome: {use: capacity, account: grid-fund}\n";
    Community plain = CommunityFile.parse(template());
    Community named = CommunityFile.parse(with(part));
    assertThat(named.rulebook().safeguards().auctionIncome())
        .isEqualTo(new AuctionIncome(AuctionIncome.Use.CAPACITY, "grid-fund"));
    Community other = CommunityFile.parse(with(part.replace("capacity", "tariffs")));
    assertThat(Set.of(hash(plain), hash(named), hash(other))).hasSize(3);
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("capacity", "profit"))))
        .hasMessageContaining("use must be availability, capacity or tariffs, not profit");
    assertThatThrownBy(() -> CommunityFile.parse(with("  auctionIncome: {use: capacity}\n")))
        .hasMessageContaining("account");
    assertThatThrownBy(() -> CommunityFile.parse(unlinked(with(part))))
        .hasMessageContaining("an auction earns nothing without links");
  }

  @Test
  void whatProvesStoredEnergyIsAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    String part =
        "  provenance: {depthOfDischargePermille: 800, testDays: 180, testCycles: 500,"
            + " accepted: [accredited, in-house], nameplateMostWh: 20000}\n";
    Community proved = CommunityFile.parse(with(part));
    UsableLimit.Rules proof =
        new UsableLimit.Rules(800, 0, 180, 500, List.of("ACCREDITED", "IN_HOUSE"), true);
    assertThat(proved.rulebook().provenance()).isEqualTo(new ProvenanceRules(proof, 20_000));
    Community other = CommunityFile.parse(with(part.replace("180", "181")));
    assertThat(Set.of(hash(CommunityFile.parse(template())), hash(proved), hash(other))).hasSize(3);
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("in-house", "hearsay"))))
        .hasMessageContaining("accepted are accredited, in-house and nameplate, not hearsay");
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("800", "1001"))))
        .hasMessageContaining("provenance: depthOfDischargePermille must be 1 to 1000");
    assertThatThrownBy(
            () ->
                CommunityFile.parse(
                    with(part.replace("accredited, in-house", "in-house, accredited"))))
        .hasMessageContaining("in this order");
  }

  @Test
  void auctionsOfStorageAreAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    String part =
        "  storageAuction: {windowSlots: 96, openLeadMinutes: 2880, gateLeadMinutes: 720, leastBidWh: 100}\n";
    Community auctioned = CommunityFile.parse(with(part));
    assertThat(auctioned.rulebook().storageAuction())
        .isEqualTo(new StorageAuctionRules(96, 2_880, 720, 100, 100, List.of()));
    assertThat(hash(auctioned)).isNotEqualTo(hash(CommunityFile.parse(template())));
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("96", "95"))))
        .hasMessageContaining("95 do not divide");
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("720", "2880"))))
        .hasMessageContaining("openLeadMinutes > gateLeadMinutes");
    String links = ", links: [{from: nowhere, to: village, forwardWh: 5}]}";
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("}", links))))
        .hasMessageContaining("nowhere>village must be one of the rulebook's links");
  }

  private static Hash hash(Community community) {
    return community.rulebook().documentHash();
  }

  private static String unlinked(String file) {
    return file.replaceFirst("(?m)^  links:\\R", "").replaceAll("(?m)^ +- [{]from: [a-z].*\\R", "");
  }

  private static String says(String word) {
    return "    undelivered: " + word + "\n";
  }

  @Test
  void fallbacksAreAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    Community safe = CommunityFile.parse(with(FALLBACKS));
    assertThat(safe.rulebook().fallbacks())
        .isEqualTo(new Fallbacks("watch", MissedGate.PREVIOUS_SCHEDULE, 120, 1_440, 10, 30));
    assertThat(safe.rulebook().guarantees()).isNull();
    assertThat(safe.rulebook().documentHash())
        .isNotEqualTo(CommunityFile.parse(template()).rulebook().documentHash());
    assertThat(CommunityFile.parse(with(SECURED + FALLBACKS)).rulebook().safeguards())
        .isEqualTo(
            new Safeguards(
                new Guarantees("house", 300_000, 100_000, 24, true), safe.rulebook().fallbacks()));
    String late = FALLBACKS.replace("previous-schedule", "late-auction");
    assertThat(
            CommunityFile.parse(with(late.replaceFirst(" *scheduleMinutes: 1440\n", "")))
                .rulebook()
                .fallbacks())
        .isEqualTo(new Fallbacks("watch", MissedGate.LATE_AUCTION, 120, 0, 10, 30));
  }

  @Test
  void whoDecidesDisputesIsAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    String part = "  disputes: {decider: arbiter, windowHours: 24, decisionHours: 240}\n";
    Community decided = CommunityFile.parse(with(part));
    assertThat(decided.rulebook().disputes()).isEqualTo(new DisputeRules("arbiter", 24, 240));
    assertThat(decided.rulebook().documentHash())
        .isNotEqualTo(CommunityFile.parse(template()).rulebook().documentHash());
    Community corrected =
        CommunityFile.parse(with(part.replace("240}", "240, corrections: true}")));
    assertThat(corrected.rulebook().disputes())
        .isEqualTo(new DisputeRules("arbiter", 24, 240, true));
    assertThat(corrected.rulebook().documentHash()).isNotEqualTo(decided.rulebook().documentHash());
    assertThat(
            CommunityFile.parse(with(part.replace("240}", "240, corrections: false}"))).rulebook())
        .as("left out is the same")
        .isEqualTo(decided.rulebook());
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("24,", "169,"))))
        .hasMessageContaining("windowHours must be 1 to 168");
  }

  @Test
  void whatNeedsALoginIsAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    String part = "  loginFor: [trades, book]\n";
    Community closed = CommunityFile.parse(with(part));
    assertThat(closed.rulebook().safeguards().loginFor())
        .containsExactly(MarketData.BOOK, MarketData.TRADES);
    assertThat(closed.rulebook().documentHash())
        .isNotEqualTo(CommunityFile.parse(template()).rulebook().documentHash());
    for (String wrong : List.of("  loginFor: [bok]\n", "  loginFor: [book, book]\n")) {
      assertThatThrownBy(() -> CommunityFile.parse(with(wrong)))
          .hasMessageContaining("loginFor has book, trades and auctions");
    }
  }

  @Test
  void soManySlotsHaveTheirGateTogether() throws Exception {
    Community joined = CommunityFile.parse(with("  auctionWindowSlots: 4\n"));
    Community plain = CommunityFile.parse(with(""));
    assertThat(joined.rulebook().safeguards().auctionWindowSlots()).isEqualTo(4);
    assertThat(plain.rulebook().safeguards().auctionWindowSlots()).isZero();
    assertThatThrownBy(() -> CommunityFile.parse(with("  auctionWindowSlots: 101\n")))
        .hasMessageContaining("auctionWindowSlots must be 0 to 100");
  }

  @Test
  void thatCleanSellsComeFirstIsAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    Community first = CommunityFile.parse(with("  sellTies: clean-first\n"));
    Community plain = CommunityFile.parse(template());
    assertThat(first.rulebook().safeguards().cleanFirst()).isTrue();
    assertThat(plain.rulebook().safeguards().cleanFirst()).isFalse();
    assertThat(first.rulebook().documentHash()).isNotEqualTo(plain.rulebook().documentHash());
    assertThatThrownBy(() -> CommunityFile.parse(with("  sellTies: solar-first\n")))
        .hasMessageContaining("sellTies is clean-first or left out, not solar-first");
  }

  @Test
  void furtherSettlementRunsAreAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    String part = "  settlement: {revisedHours: [24, 48], finalHours: 72}\n";
    Community again = CommunityFile.parse(with(part));
    assertThat(again.rulebook().settlement()).isEqualTo(new SettlementRules(List.of(24, 48), 72));
    assertThat(again.rulebook().documentHash())
        .isNotEqualTo(CommunityFile.parse(template()).rulebook().documentHash());
    assertThat(CommunityFile.parse(with("  settlement: {finalHours: 1}\n")).rulebook().settlement())
        .isEqualTo(new SettlementRules(List.of(), 1));
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("72", "48"))))
        .hasMessageContaining("finalHours must be more than all of them");
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("72", "169"))))
        .hasMessageContaining("finalHours must be 1 to 168");
  }

  @Test
  void storageServicesAreSettledWhereTheFileSaysSo() throws JsonProcessingException {
    String part = "  settlement: {finalHours: 72, storage: {penaltyPpm: 500000}}\n";
    assertThat(CommunityFile.parse(with(part)).rulebook().storage())
        .isEqualTo(new StorageRules(500_000));
    assertThat(
            CommunityFile.parse(with(part.replace("penaltyPpm: 500000", ""))).rulebook().storage())
        .as("the price itself, unless another part is named")
        .isEqualTo(new StorageRules(1_000_000));
    String without = "  settlement: {finalHours: 72}\n";
    assertThat(CommunityFile.parse(with(without)).rulebook().storage()).isNull();
    assertThat(CommunityFile.parse(with(part)).rulebook().documentHash())
        .isNotEqualTo(CommunityFile.parse(with(without)).rulebook().documentHash());
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("500000", "2000001"))))
        .hasMessageContaining("penaltyPpm of storage must be 0 to 2000000");
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("penaltyPpm", "penalty"))))
        .hasMessageContaining("penalty");
  }

  @Test
  void whoComesLaterIsAPartOfTheRulebookAndMetersMayWaitForThem() throws JsonProcessingException {
    String part =
        "  registration: {registrar: r, accountsAtOnce: true, meterOrganisation: m, bank: b,"
            + " maxAccounts: 9}\n";
    Community open = CommunityFile.parse(with(part));
    assertThat(open.rulebook().registration())
        .isEqualTo(new org.commonwatt.model.Registration("r", true, "m", false, "b", 9));
    assertThat(open.rulebook().documentHash())
        .isNotEqualTo(CommunityFile.parse(template()).rulebook().documentHash());
    String waits = "meters:\n  - {meter: later, host: h, port: 1, unit: 1, ratedPowerW: 1}\n";
    assertThat(CommunityFile.parse(with(part).replace("meters:\n", waits)).meters())
        .extracting(MeterPoint::meter)
        .contains("later");
    assertThatThrownBy(() -> CommunityFile.parse(template().replace("meters:\n", waits)))
        .hasMessageContaining("meter later has no home");
    assertThatThrownBy(
            () -> CommunityFile.parse(with(part.replace("maxAccounts: 9", "maxAccounts: 0"))))
        .hasMessageContaining("maxAccounts must be");
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace(" bank: b,", ""))))
        .hasMessageContaining("bank");
    assertThatThrownBy(() -> CommunityFile.parse(with(part.replace("bank: b", "bank: home-01"))))
        .hasMessageContaining("home-01");
  }

  @Test
  void aWrongFallbackSaysWhatToWrite() {
    assertThatThrownBy(
            () ->
                CommunityFile.parse(with(FALLBACKS.stripTrailing() + "\n    curtailment: some\n")))
        .hasMessageContaining("curtailment must be continuous-first or auction-first");
    assertThatThrownBy(
            () -> CommunityFile.parse(with(FALLBACKS.replace("previous-schedule", "panic"))))
        .hasMessageContaining("missedGate must be late-auction, no-trade or previous-schedule");
    assertThatThrownBy(() -> CommunityFile.parse(with(FALLBACKS.replace("watch", "home-01"))))
        .hasMessageContaining("home-01");
    assertThatThrownBy(() -> CommunityFile.parse(with(FALLBACKS.replace("1440", "7"))))
        .hasMessageContaining("multiple of slotMinutes");
  }

  @Test
  void whatIsOnFileIsNoPartOfTheRulebook() throws JsonProcessingException {
    Community filed = CommunityFile.parse(template() + ON_FILE);
    assertThat(filed.registrations())
        .isEqualTo(
            List.of(
                new Registration("home-01", new Registration.Connection(8_000, 17_250), null),
                new Registration("home-01", null, new Registration.Pledge(50_000_000_000L, 1_000)),
                new Registration("house", null, new Registration.Pledge(0, 9_000))));
    assertThat(filed.rulebook()).isEqualTo(CommunityFile.parse(template()).rulebook());
  }

  @Test
  void aMissingFigureAnUnknownOneAndADoubledLineAreErrors() {
    assertThatThrownBy(
            () -> CommunityFile.parse(template() + ON_FILE.replace(", loadW: 17250", "")))
        .hasMessageContaining("loadW");
    assertThatThrownBy(() -> CommunityFile.parse(secured().replace("revisionPpm", "ppm")))
        .hasMessageContaining("revisionPpm");
    assertThatThrownBy(() -> CommunityFile.parse(template() + ON_FILE.replace("house", "home-01")))
        .hasMessageContaining("collateral: home-01 is listed twice");
    assertThatThrownBy(
            () -> CommunityFile.parse(secured().replace("exchange: house", "exchange: home-01")))
        .hasMessageContaining("home-01");
  }

  private static String secured() {
    return with(SECURED);
  }

  static String with(String sections) {
    return template().replaceFirst("(?m)^( *saltSeed: .*)$", "$1\n" + sections.stripTrailing());
  }

  static String template() {
    return CommunityTemplate.render(
        new CommunityTemplate.Settings(
            3, List.of(6001), "2022-08-02T07:00:00Z", 300, Hash.of(new byte[] {1}), false));
  }
}
