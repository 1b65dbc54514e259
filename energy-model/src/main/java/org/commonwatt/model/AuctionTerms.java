package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * What a block that waits for the auction of its slots asks beside its limit. Fields are as the
 * participant sent them: the core validates.
 *
 * @param minRatioPpm the least part of its energies that is accepted, 0 to 1,000,000 ppm
 * @param parent the participant's own id of the block whose ratio bounds this one's; null for none
 * @param exclusiveGroup the participant's own name of the group whose ratios are at most 1 in sum;
 *     null for none
 */
public record AuctionTerms(
    int minRatioPpm, @Nullable String parent, @Nullable String exclusiveGroup) {
  /** The ratio of all of a block, ppm. */
  public static final int WHOLE_PPM = 1_000_000;

  /** All or nothing, and by itself. */
  public static final AuctionTerms ALL_OR_NOTHING = new AuctionTerms(WHOLE_PPM, null, null);
}
