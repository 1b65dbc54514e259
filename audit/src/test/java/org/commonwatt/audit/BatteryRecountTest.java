package org.commonwatt.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.testkit.battery.FleetOnRules;
import org.commonwatt.testkit.battery.FleetOrganisations;
import org.commonwatt.testkit.battery.FleetUnderTest;
import org.commonwatt.testkit.battery.FleetWalk;
import org.commonwatt.testkit.battery.MapLifeStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The audit has of each battery what the ledger's rules have, after random statements. */
class BatteryRecountTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The rules, with the audit beside them. */
  private static final class Recounted implements FleetUnderTest {
    private final FleetOnRules rules = new FleetOnRules(new MapLifeStore());
    private final BatteryRecount recount = new BatteryRecount();
    private final Set<String> known = new HashSet<>();

    @Override
    public Optional<String> state(Statement statement, List<String> orgs) {
      Optional<String> refusal = rules.state(statement, orgs);
      if (refusal.isEmpty()) {
        String wrong = take(statement, orgs);
        assertThat(wrong).as("%s", statement).isNull();
        known.add(statement.asset());
      }
      return refusal;
    }

    private @Nullable String take(Statement statement, List<String> orgs) {
      boolean byMaker =
          orgs.stream()
              .map(org -> requireNonNull(FleetOrganisations.all().get(org)))
              .anyMatch(signer -> signer.roles().contains(Role.MAKER));
      try {
        return recount.take(MAPPER.readTree(statement.text()), byMaker);
      } catch (JsonProcessingException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public Asset asset(String id) {
      return rules.asset(id);
    }

    void compare() {
      assertThat(known).hasSizeGreaterThan(30);
      for (String id : known) {
        Asset asset = asset(id);
        BatteryLife life = requireNonNull(recount.find(id));
        assertThat(facts(life)).as(id).isEqualTo(facts(asset));
      }
    }

    private static List<Object> facts(Asset asset) {
      return List.of(
          asset.kind().name(),
          asset.ratedWh(),
          asset.state().name(),
          asset.holds().size(),
          asset.isolated(),
          String.valueOf(asset.parent()),
          asset.parts(),
          asset.healthWh(),
          asset.test() == null ? 0 : asset.test().energyWh(),
          asset.totals().dischargeWh());
    }

    private static List<Object> facts(BatteryLife life) {
      return List.of(
          life.kind,
          life.ratedWh,
          life.state,
          life.holds(),
          life.isolated,
          life.whole == null ? "null" : life.whole.id,
          life.parts.stream().map(part -> part.id).toList(),
          life.leastWh,
          life.test == null ? 0 : life.test.energyWh(),
          life.windows.values().stream().mapToLong(BatteryLife.Metered::dischargeWh).sum());
    }
  }

  @Test
  void someFleetsAreRecounted() {
    walk(4);
  }

  @Test
  @Tag("slow")
  void twentyThousandStatementsAreRecounted() {
    walk(40);
  }

  private static void walk(int fleets) {
    for (int seed = 100; seed < 100 + fleets; seed++) {
      Recounted fleet = new Recounted();
      new FleetWalk(fleet, seed, "b").take(500);
      fleet.compare();
    }
  }
}
