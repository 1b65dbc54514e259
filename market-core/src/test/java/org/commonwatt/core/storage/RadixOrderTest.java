package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Ordering digit by digit. */
class RadixOrderTest {

  @Property(tries = 300)
  void placesAreOrderedAsByAStableSort(
      @ForAll @Size(max = 100) List<@LongRange(max = Long.MAX_VALUE) Long> keys,
      @ForAll boolean few) {
    long[] numbers = keys.stream().mapToLong(key -> few ? key % 3 : key).toArray();
    int[] order = IntStream.range(0, numbers.length).toArray();
    Integer[] expected = IntStream.of(order).boxed().toArray(Integer[]::new);
    Arrays.sort(expected, Comparator.comparingLong(place -> numbers[place]));
    assertThat(RadixOrder.of(order, numbers))
        .containsExactly(IntStream.range(0, expected.length).map(i -> expected[i]).toArray());
  }
}
