package org.commonwatt.simulation;

import java.util.List;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.MarketLog;
import org.commonwatt.testkit.log.MarketLogKit;

/** The fake log, while nothing is broken, keeps the contract that Kafka's keeps. */
class SimulatedLogTest extends MarketLogKit {
  private final Site site = Site.of(1, Simulation.Wiring.STRAIGHT);
  private final MarketLog log;

  SimulatedLogTest() {
    site.chance().stopFaults();
    SimulatedWorkers workers = new SimulatedWorkers(site.scheduler(), site.chance());
    log =
        new SimulatedLog(
            site.broker(), new Uplink(site.scheduler(), site.chance(), site.weather(), workers));
  }

  @Override
  protected MarketLog log() {
    return log;
  }

  @Override
  protected long appendCommand(byte[] value) {
    return site.broker().appendCommand(value);
  }

  @Override
  protected void leaveOpen(EventWriter writer, List<byte[]> records) {
    ((SimulatedLog.Writer) writer).open(records);
  }
}
