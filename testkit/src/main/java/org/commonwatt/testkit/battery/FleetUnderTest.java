package org.commonwatt.testkit.battery;

import java.util.List;
import java.util.Optional;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Statement;

/** Whatever takes statements about batteries. */
public interface FleetUnderTest {
  /**
   * Takes a statement that some organisations have signed, or refuses it.
   *
   * @param orgs names of {@link FleetOrganisations}
   * @return the refusal's code, empty when it was taken
   */
  Optional<String> state(Statement statement, List<String> orgs);

  /** An asset that is known. */
  Asset asset(String id);
}
