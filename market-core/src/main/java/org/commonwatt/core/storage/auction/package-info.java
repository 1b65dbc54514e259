/**
 * The auction of storage services: surplus bids of plants against service offers of storage units,
 * cleared together with the limits of links and of units. Pure and in exact integers; {@code
 * docs/shared-storage.md} has the rules and a worked example, ADR 0070 the model.
 *
 * <p>Whoever clears one uses {@link org.commonwatt.core.storage.auction.StorageAuction}.
 */
@NullMarked
package org.commonwatt.core.storage.auction;

import org.jspecify.annotations.NullMarked;
