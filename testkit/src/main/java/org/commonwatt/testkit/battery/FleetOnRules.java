package org.commonwatt.testkit.battery;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeOutcome;
import org.commonwatt.battery.life.LifeRules;
import org.commonwatt.battery.life.LifeStore;
import org.commonwatt.battery.life.Lives;
import org.commonwatt.battery.life.Statement;

/**
 * The rules of batteries' lives over a store.
 *
 * @param store keeps what follows
 */
public record FleetOnRules(LifeStore store) implements FleetUnderTest {
  @Override
  public Optional<String> state(Statement statement, List<String> orgs) {
    LifeOutcome outcome =
        new Lives(LifeRules.DEFAULT)
            .apply(
                statement,
                orgs.stream()
                    .map(org -> requireNonNull(FleetOrganisations.all().get(org)))
                    .toList(),
                statement.eventMillis(),
                store);
    return outcome instanceof LifeOutcome.Refused refused
        ? Optional.of(refused.code().name())
        : Optional.empty();
  }

  @Override
  public Asset asset(String id) {
    return requireNonNull(store.asset(id), id);
  }
}
