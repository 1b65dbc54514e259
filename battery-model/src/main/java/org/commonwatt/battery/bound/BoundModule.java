package org.commonwatt.battery.bound;

import org.commonwatt.battery.life.Asset;

/**
 * A module of a unit.
 *
 * @param asset the module as it is known
 * @param cyclesSinceTest full cycles of it since its newest test
 */
public record BoundModule(Asset asset, long cyclesSinceTest) {}
