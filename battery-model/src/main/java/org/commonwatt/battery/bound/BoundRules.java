package org.commonwatt.battery.bound;

import java.util.Set;
import org.commonwatt.battery.life.SohTest;

/**
 * What a market takes as proof.
 *
 * @param depthOfDischargePermille how much of a module's energy is used, 1 to 1000 ‰
 * @param marginWh kept back of each unit, Wh
 * @param testDays how old a test may be, days
 * @param testCycles how many full cycles may lie behind it
 * @param accepted on what figures may rest; whatever is offered says on what they do
 */
public record BoundRules(
    int depthOfDischargePermille,
    long marginWh,
    int testDays,
    long testCycles,
    Set<SohTest.Basis> accepted) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming what is out of its range
   */
  public BoundRules {
    accepted = Set.copyOf(accepted);
    require(
        depthOfDischargePermille >= 1 && depthOfDischargePermille <= 1000,
        "depthOfDischargePermille must be 1 to 1000");
    require(marginWh >= 0, "marginWh must be 0 or more");
    require(testDays >= 1, "testDays must be 1 or more");
    require(testCycles >= 1, "testCycles must be 1 or more");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
