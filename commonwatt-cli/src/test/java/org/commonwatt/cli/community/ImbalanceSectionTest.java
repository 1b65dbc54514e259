package org.commonwatt.cli.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.PriceSource;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;

/** The part of a community file that says who is responsible for its balance. */
class ImbalanceSectionTest {
  private static final String POOL =
      """
        imbalance:
          responsible: [home-02, home-01]
          balancingParty: balancer
          auctionMinWh: 1000
          mode: pool
          feeMicroPerKwh: 5000
          prices: dual
          importer: price-desk
          minPriceMicroPerKwh: -500000
          maxPriceMicroPerKwh: 900000
          fallback: auction
          fallbackShortMicroPerKwh: 420000
          fallbackLongMicroPerKwh: 60000
      """
          .indent(0);

  private static final String BAND =
      "  imbalance: {responsible: [home-01], balancingParty: balancer, auctionMinWh: 1, mode: dead-band,"
          + " bandPpm: 30000, kPpm: 200000, prices: single, fallback: stated,"
          + " fallbackShortMicroPerKwh: 250000, fallbackLongMicroPerKwh: 250000}\n";

  @Test
  void aPoolIsAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    Community pooled = CommunityFile.parse(with(POOL));
    assertThat(pooled.rulebook().imbalance())
        .isEqualTo(
            new ImbalanceRules(
                List.of("home-01", "home-02"),
                "balancer",
                1_000,
                new Pool(5_000),
                null,
                new Prices(
                    "price-desk", true, -500_000, 900_000, new Fallback(true, 420_000, 60_000))));
    assertThat(pooled.rulebook().documentHash())
        .isNotEqualTo(
            CommunityFile.parse(SafeguardsSectionTest.template()).rulebook().documentHash());
    assertThat(pooled.rulebook().isReserved("balancer")).isTrue();
    assertThat(pooled.rulebook().isReserved("price-desk")).isTrue();
  }

  @Test
  void aSourceIsAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    String key = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    String signed =
        POOL.replace("importer:", "source: tso\n    sourceKey: " + key + "\n    importer:");
    assertThat(signed).isNotEqualTo(POOL);
    Rulebook rules = CommunityFile.parse(with(signed)).rulebook();
    assertThat(Objects.requireNonNull(rules.imbalance()).prices().source())
        .isEqualTo(new PriceSource("tso", key));
    assertThat(rules.documentHash())
        .isNotEqualTo(CommunityFile.parse(with(POOL)).rulebook().documentHash());
    for (String wrong :
        List.of(
            signed.replace("    sourceKey: " + key + "\n", ""),
            signed.replace("source: tso\n", "\n"),
            signed.replace(key, key.replace("MCow", "MCox")),
            signed.replace(
                key,
                "MCowBQYDK2VwAyEAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), // no point of the
            // curve
            signed.replace(key, key.substring(4)))) {
      assertThatThrownBy(() -> CommunityFile.parse(with(wrong))).hasMessageContaining("sourceKey");
    }
  }

  @Test
  void aDeadBandNeedsNoImporter() throws JsonProcessingException {
    assertThat(CommunityFile.parse(with(BAND)).rulebook().imbalance())
        .isEqualTo(
            new ImbalanceRules(
                List.of("home-01"),
                "balancer",
                1,
                null,
                new DeadBand(30_000, 200_000),
                new Prices(null, false, 0, 0, new Fallback(false, 250_000, 250_000))));
  }

  @Test
  void whatIsWrongIsNamedWithWhatToChange() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry(
                POOL.replace("mode: pool", "mode: pond"),
                "mode must be pool or dead-band, not pond"),
            Map.entry(POOL.replace("dual", "two"), "prices must be single or dual, not two"),
            Map.entry(
                POOL.replace("dual", "single"), "with single prices the fallback has one price"),
            Map.entry(
                POOL.replace("fallback: auction", "fallback: no"),
                "fallback must be auction or stated"),
            Map.entry(POOL.replace("mode: pool", "mode: dead-band"), "leave out feeMicroPerKwh"),
            Map.entry(POOL.replace("feeMicroPerKwh", "kPpm"), "leave out bandPpm and kPpm"),
            Map.entry(
                POOL.replaceFirst(" *importer: price-desk\n", ""),
                "leave out minPriceMicroPerKwh and maxPriceMicroPerKwh, without an importer"),
            Map.entry(POOL.replace("900000", "-900000"), "must be at most maxPriceMicroPerKwh"),
            Map.entry(POOL.replace("[home-02, home-01]", "[]"), "names 1 to 64 members"),
            Map.entry(POOL.replace("[home-02, home-01]", "[home-01, home-01]"), "each member once"),
            Map.entry(
                POOL.replace("home-02, home-01", "nobody"), "nobody is responsible and no member"),
            Map.entry(
                POOL.replace("auctionMinWh: 1000", "auctionMinWh: 0"), "auctionMinWh must be 1 to"),
            Map.entry(POOL.replace("balancer", "home-01"), "home-01 is named twice"),
            Map.entry(
                POOL.replace("balancer", "congestion-rent"), "balancingParty must be the supplier"),
            Map.entry(BAND.replace("30000", "1000001"), "bandPpm must be 0 to 1000000"),
            Map.entry(BAND.replace("200000,", "10000001,"), "kPpm must be 0 to 10000000"),
            Map.entry(
                BAND.replace("250000", "9000000000"),
                "with its premium the dearest price would be beyond"),
            Map.entry(twice(BAND), "write imbalance once"));
    wrong.forEach(
        (part, message) ->
            assertThatThrownBy(() -> CommunityFile.parse(with(part)))
                .as(part)
                .hasMessageContaining(message));
  }

  private static String twice(String part) {
    String rules = part.strip().substring("imbalance: ".length());
    return "  imbalance: [" + rules + ", " + rules + "]\n";
  }

  private static String with(String part) {
    return SafeguardsSectionTest.with(part);
  }
}
