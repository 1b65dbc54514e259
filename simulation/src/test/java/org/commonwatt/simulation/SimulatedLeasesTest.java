package org.commonwatt.simulation;

import java.time.Duration;
import org.commonwatt.log.Lease;
import org.commonwatt.testkit.log.LeaseKit;

/** The fake lease, while nothing is broken, keeps the contract that Kafka's keeps. */
class SimulatedLeasesTest extends LeaseKit {
  private final Site site = Site.of(1, Simulation.Wiring.STRAIGHT);

  SimulatedLeasesTest() {
    site.chance().stopFaults();
  }

  @Override
  protected Lease lease(String engine) {
    SimulatedWorkers workers = new SimulatedWorkers(site.scheduler(), site.chance());
    return site.leases()
        .over(new Uplink(site.scheduler(), site.chance(), site.weather(), workers), engine);
  }

  @Override
  protected void pass(Duration time) {
    site.scheduler().run(time);
  }
}
