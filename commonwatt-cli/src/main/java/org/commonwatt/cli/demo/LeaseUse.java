package org.commonwatt.cli.demo;

import java.time.Instant;

/**
 * What a lessee does with its share of the station in a slot.
 *
 * @param lease id of the lease
 * @param until when the lease ends
 * @param injectionWh what it discharges, Wh, negative what it charges
 * @param heldWh what its share holds afterwards, whole Wh
 */
record LeaseUse(String lease, Instant until, long injectionWh, long heldWh) {
  /** The same of a lease that ends early. */
  LeaseUse ended(Instant end) {
    return new LeaseUse(lease, end, injectionWh, heldWh);
  }
}
