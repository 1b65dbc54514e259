package org.commonwatt.simulation;

/**
 * What all processes of a simulation share.
 *
 * @param scheduler time
 * @param chance what goes wrong
 * @param weather what holds for all
 * @param broker the log
 * @param ledger the ledger
 * @param wiring what a test puts between the parts
 */
record Site(
    Scheduler scheduler,
    Chance chance,
    Uplink.Weather weather,
    SimulatedBroker broker,
    SimulatedLedger ledger,
    Simulation.Wiring wiring) {

  static Site of(long seed, Simulation.Wiring wiring) {
    return new Site(
        new Scheduler(),
        new Chance(seed),
        new Uplink.Weather(),
        new SimulatedBroker(),
        new SimulatedLedger(),
        wiring);
  }
}
