package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The tree against a look at every order. */
class EarliestCrossingPropertiesTest {

  @Property
  void theEarliestOrderThatCrossesIsFoundWhateverCameAndWent(
      @ForAll boolean buys, @ForAll @IntRange(min = 1, max = 40) int places, @ForAll long seed) {
    Random random = new Random(seed);
    EarliestCrossing tree = new EarliestCrossing(buys, places);
    Long[] prices = new Long[places];
    for (int step = 0; step < 200; step++) {
      int place = random.nextInt(places);
      if (random.nextInt(3) == 0) {
        tree.remove(place);
        prices[place] = null;
      } else {
        prices[place] = (long) random.nextInt(9) - 4;
        tree.add(place, prices[place]);
      }
      long price = random.nextInt(11) - 5;
      assertThat(tree.find(price)).isEqualTo(first(prices, buys, price));
    }
  }

  private static int first(Long[] prices, boolean buys, long price) {
    for (int place = 0; place < prices.length; place++) {
      Long other = prices[place];
      if (other != null && (buys ? other >= price : other <= price)) {
        return place;
      }
    }
    return -1;
  }
}
