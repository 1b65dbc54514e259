package org.commonwatt.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {

  @Test
  void theHashOfAbcIsThatOfTheStandard() {
    // FIPS 180-4's example message.
    assertThat(Hash.of("abc".getBytes(US_ASCII)).hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Property
  void partsAreHashedAsOneText(@ForAll byte[] bytes, @ForAll @IntRange(max = 50) int at) {
    int split = Math.min(at, bytes.length);
    assertThat(Hash.of(Arrays.copyOf(bytes, split), Arrays.copyOfRange(bytes, split, bytes.length)))
        .isEqualTo(Hash.of(bytes));
  }

  @Property
  void bytesSurviveTheRoundTrip(@ForAll @Size(32) byte[] bytes) {
    Hash hash = Hash.ofBytes(bytes);
    assertThat(hash.bytes()).isEqualTo(bytes);
    assertThat(new Hash(hash.toString())).isEqualTo(hash);
  }

  @Property
  void hashesAreEqualWhenAllTheirBytesAre(
      @ForAll @Size(32) byte[] bytes, @ForAll @IntRange(max = 31) int at) {
    byte[] other = bytes.clone();
    other[at] ^= 1;
    assertThat(Hash.ofBytes(bytes)).isEqualTo(Hash.ofBytes(bytes.clone()));
    assertThat(Hash.ofBytes(bytes)).hasSameHashCodeAs(Hash.ofBytes(bytes.clone()));
    assertThat(Hash.ofBytes(bytes)).isNotEqualTo(Hash.ofBytes(other));
  }

  @Test
  void zeroIsThirtyTwoZeroBytes() {
    assertThat(Hash.ZERO.bytes()).isEqualTo(new byte[32]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "\u0660a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0"
      })
  void onlySixtyFourLowerCaseDigitsAreAHash(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Hash(text));
  }

  @Test
  void bytesOfAnotherLengthAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Hash.ofBytes(new byte[31]));
  }

  @Test
  void theBytesAreACopy() {
    Hash hash = Hash.of(new byte[0]);
    hash.bytes()[0]++;
    assertThat(hash).isEqualTo(Hash.of(new byte[0]));
  }
}
