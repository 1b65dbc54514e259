package org.commonwatt.core.book;

/** Takes the price levels of a side, best first. */
@FunctionalInterface
public interface LevelVisitor {

  /**
   * Takes the next level.
   *
   * @param priceMicroPerKwh its price
   * @param energyWh the energy shown at it; hidden energy is not in it
   * @param orders how many orders stand at it
   */
  void level(long priceMicroPerKwh, long energyWh, int orders);
}
