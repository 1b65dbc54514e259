package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * Which leg of a basket or a block an order is. Fields are as the participant sent them: the core
 * validates.
 *
 * @param number from 1
 * @param of how many legs there are
 * @param averageMicroPerKwh of a block the limit of its average price, µ/kWh; null of a basket,
 *     whose legs have limits of their own
 * @param auction of a block that waits for the auction of its slots what it asks there; null of one
 *     that trades at once
 */
public record Leg(
    int number, int of, @Nullable Long averageMicroPerKwh, @Nullable AuctionTerms auction) {}
