package org.commonwatt.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Blocks at gates that several slots have together.
 *
 * @param blocks blocks that waited for their auction
 * @param accepted how many of them it accepted, in whole or in part
 * @param acceptedWh their energy
 * @param auctions auctions that blocks joined
 * @param proven how many of these have a result that is proven best
 * @param paradoxicallyRejected blocks and orders with a minimum that were in the money and of which
 *     no more could be accepted
 */
@JsonPropertyOrder({
  "blocks",
  "accepted",
  "acceptedWh",
  "auctions",
  "proven",
  "paradoxicallyRejected"
})
public record GateTotals(
    long blocks,
    long accepted,
    long acceptedWh,
    long auctions,
    long proven,
    long paradoxicallyRejected) {

  /** One line for people. */
  String describe() {
    return ("Blocks at the gates: %d waited, %d accepted with %d Wh; %d auctions joined by blocks, %d"
            + " proven optimal, %d paradoxically rejected")
        .formatted(blocks, accepted, acceptedWh, auctions, proven, paradoxicallyRejected);
  }
}
