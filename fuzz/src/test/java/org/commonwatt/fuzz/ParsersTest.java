package org.commonwatt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parsers that the fuzzer is given, without the fuzzer. */
class ParsersTest {
  /**
   * Honest inputs of these are signed by a market or a network, and no example stands in the docs.
   */
  private static final Set<String> WITHOUT_HONEST_SEED =
      Set.of("bundles", "proofs", "fabric-blocks");

  private static final int MUTATIONS = 200;

  static Stream<Parser> parsers() {
    return Parsers.all().stream();
  }

  static Stream<Parser> parsersWithHonestSeeds() {
    return parsers().filter(parser -> !WITHOUT_HONEST_SEED.contains(parser.name()));
  }

  @ParameterizedTest
  @MethodSource("parsersWithHonestSeeds")
  void anHonestSeedIsTaken(Parser parser) {
    assertThat(parser.seeds().get().stream().anyMatch(parser::takes)).isTrue();
  }

  /** With the same numbers at each run. */
  @ParameterizedTest
  @MethodSource("parsers")
  void whatIsNearAnHonestInputIsTakenOrRefused(Parser parser) {
    List<byte[]> seeds = parser.seeds().get();
    Random random = new Random(parser.name().hashCode());
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] input = mutated(seeds.get(random.nextInt(seeds.size())), random);
      assertThatCode(() -> parser.takes(input)).doesNotThrowAnyException();
    }
  }

  @Test
  void namesAreUnique() {
    assertThat(Parsers.all()).extracting(Parser::name).doesNotHaveDuplicates();
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThatThereAre() {
    assertThatThrownBy(() -> Parsers.named("nothing")).hasMessageContaining("battery-codes");
  }

  /** A few bytes changed, cut out or doubled. */
  private static byte[] mutated(byte[] seed, Random random) {
    byte[] input = Arrays.copyOf(seed, seed.length + 1);
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      int at = random.nextInt(input.length);
      if (random.nextBoolean()) {
        input[at] = (byte) random.nextInt();
      } else {
        int from = random.nextInt(input.length);
        byte[] moved = new byte[at + input.length - from];
        System.arraycopy(input, 0, moved, 0, at);
        System.arraycopy(input, from, moved, at, input.length - from);
        input = moved;
      }
    }
    return input;
  }
}
