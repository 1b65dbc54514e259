/**
 * The lives of batteries: what may happen to an asset, who must have signed it, and what follows
 * for others. A state machine over a {@link org.commonwatt.battery.life.LifeStore}, without clock,
 * I/O or Fabric. {@code docs/battery-provenance.md} has the rules in words.
 */
@NullMarked
package org.commonwatt.battery.life;

import org.jspecify.annotations.NullMarked;
