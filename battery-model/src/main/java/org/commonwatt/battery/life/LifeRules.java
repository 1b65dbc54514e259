package org.commonwatt.battery.life;

/**
 * The numbers of the rules.
 *
 * @param energyTolerancePermille by how much parts may exceed the rated energy of their whole
 * @param massTolerancePermille by how much its mass
 * @param healthTolerancePermille by how much a test may find more than the one before
 */
public record LifeRules(
    int energyTolerancePermille, int massTolerancePermille, int healthTolerancePermille) {
  /** Two per cent each. */
  public static final LifeRules DEFAULT = new LifeRules(20, 20, 20);

  /** The largest energy, mass, capacity or resistance. */
  public static final long MAX = 1_000_000_000_000L;

  /** How many parts an asset may have: whoever takes it apart names them all in one statement. */
  public static final int MOST_PARTS = 1000;

  /** How many holds an asset may have, its parts' included. */
  public static final int MOST_HOLDS = 1000;

  /** How many storages may stand in one another: a station, a container, a rack. */
  public static final int MOST_STORAGES = 3;

  private static final int PERMILLE = 1000;

  boolean fits(long parts, long whole, int tolerancePermille) {
    return Math.multiplyExact(parts, (long) PERMILLE)
        <= Math.multiplyExact(whole, (long) PERMILLE + tolerancePermille);
  }
}
