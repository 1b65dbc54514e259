package org.commonwatt.simulation;

import java.util.List;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.model.Rulebook;

/**
 * What all processes of a simulation share.
 *
 * @param scheduler time
 * @param chance what goes wrong
 * @param weather what holds for all
 * @param broker the log
 * @param leases who should lead
 * @param ledger the ledger
 * @param disks the machines' disks; processes that follow each other on a machine share one
 * @param keys what all of them seal with
 * @param rulebooks the rules of the market, by version
 * @param bounds how much the market holds
 * @param wiring what a test puts between the parts
 */
record Site(
    Scheduler scheduler,
    Chance chance,
    Uplink.Weather weather,
    SimulatedBroker broker,
    SimulatedLeases leases,
    SimulatedLedger ledger,
    List<SimulatedDisk> disks,
    SimulatedKeyring keys,
    List<Rulebook> rulebooks,
    MarketBounds bounds,
    Simulation.Wiring wiring) {

  static Site of(long seed, Simulation.Wiring wiring) {
    Scheduler scheduler = new Scheduler();
    return new Site(
        scheduler,
        new Chance(seed),
        new Uplink.Weather(),
        new SimulatedBroker(),
        new SimulatedLeases(scheduler),
        new SimulatedLedger(),
        List.of(new SimulatedDisk(), new SimulatedDisk()),
        new SimulatedKeyring(),
        Rulebooks.of(seed),
        Sizes.of(seed),
        wiring);
  }
}
