package org.commonwatt.core.storage.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.storage.auction.AuctionResult.Value;

/** Larger auctions against a general solver. */
class AuctionProgramTest {
  private static Value value(StorageAuctionCase input, int flows) {
    return ((AuctionResult) StorageAuction.clear(input, flows)).value();
  }

  /** Samples at which the solver gives up are drawn anew; jqwik fails when they are many. */
  private static double best(StorageAuctionCase input) {
    OptionalDouble best = AuctionProgram.best(input);
    Assume.that(best.isPresent());
    return best.getAsDouble();
  }

  @Property(tries = 60)
  void aSolverFindsNothingBetterInPartsOfWattHours(@ForAll long seed) {
    StorageAuctionCase input = new RandomAuctions(seed, 8, 400, 900).free().auction(4, 12, 0);
    Value value = value(input, 2);
    assertThat(value.isOptimal()).isTrue();
    // A unit's room is whole Wh here and any part of one there: at most one Wh for each limit.
    double best = best(input);
    assertThat(value.welfareNano().doubleValue()).isLessThanOrEqualTo(best + 1e-3);
    assertThat(value.welfareNano().doubleValue()).isCloseTo(best, within(4 * 900.0));
  }

  @Property(tries = 60)
  void withReleasesTheBoundIsNotBelowASolversBest(@ForAll long seed) {
    StorageAuctionCase input = new RandomAuctions(seed, 4, 20, 90).free().auction(2, 8, 3);
    double best = best(input);
    for (int flows : new int[] {2, 5, 1_000}) {
      Value value = value(input, flows);
      assertThat(value.welfareNano().doubleValue()).isLessThanOrEqualTo(best + 1e-3);
      if (!value.isOptimal()) {
        double most = value.boundNano().doubleValue();
        assertThat(most).isGreaterThanOrEqualTo(best - 4 * 90.0);
      }
    }
  }
}
