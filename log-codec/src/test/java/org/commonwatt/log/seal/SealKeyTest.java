package org.commonwatt.log.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class SealKeyTest {
  private static final SealKey KEY = key("home-01");
  private static final Context PLACE = place("home-01", 7);

  @Property(tries = 300)
  void whatIsSealedOpensAndHasOneForm(@ForAll byte[] payload) {
    byte[] sealed = KEY.seal(PLACE, payload);
    assertThat(KEY.open(place("home-01", 7), sealed)).isEqualTo(payload);
    assertThat(KEY.seal(place("home-01", 7), payload)).isEqualTo(sealed);
  }

  @Property(tries = 300)
  void anyFlippedBitIsFound(
      @ForAll @Size(max = 80) byte[] payload, @ForAll @IntRange(min = 0, max = 1 << 20) int at) {
    byte[] sealed = KEY.seal(PLACE, payload);
    int bit = at % (sealed.length * 8);
    sealed[bit / 8] ^= (byte) (1 << (bit % 8));
    assertThatThrownBy(() -> KEY.open(PLACE, sealed)).isInstanceOf(BrokenSealException.class);
  }

  @Property(tries = 100)
  void anotherKeyOrPlaceDoesNotOpenIt(@ForAll byte[] payload) {
    byte[] sealed = KEY.seal(PLACE, payload);
    assertThatThrownBy(() -> key("home-02").open(PLACE, sealed))
        .isInstanceOf(BrokenSealException.class)
        .hasMessageContaining("does not open");
    assertThatThrownBy(() -> KEY.open(place("home-01", 8), sealed))
        .isInstanceOf(BrokenSealException.class);
    assertThatThrownBy(() -> KEY.open(place("home-02", 7), sealed))
        .isInstanceOf(BrokenSealException.class);
  }

  @Property(tries = 50)
  void whatIsCutShortIsBroken(@ForAll @IntRange(min = 0, max = 79) int length) {
    byte[] sealed = KEY.seal(PLACE, new byte[] {1, 2, 3});
    assertThat(sealed).hasSize(80);
    assertThatThrownBy(() -> KEY.open(PLACE, Arrays.copyOf(sealed, length)))
        .isInstanceOf(BrokenSealException.class);
  }

  @Test
  void theLengthDoesNotTellSmallAmountsFromLargeOnes() {
    assertThat(KEY.seal(PLACE, new byte[60])).hasSameSizeAs(KEY.seal(PLACE, new byte[0]));
    assertThat(KEY.seal(PLACE, new byte[61])).hasSize(64 + 80);
  }

  @Test
  void aKeyIsNamedWithoutTellingIt() {
    assertThat(KEY.id()).matches("[0-9a-f]{16}").isNotEqualTo(key("home-02").id());
    assertThat(KEY.toString()).isEqualTo("SealKey[" + KEY.id() + "]");
    assertThat(KEY.secret(PLACE)).isNotEqualTo(KEY.secret(place("home-01", 8)));
    assertThatThrownBy(() -> SealKey.of(new byte[31])).hasMessageContaining("32 bytes");
  }

  /** What is set up once gives what is set up anew for each message gives. */
  @Property(tries = 300)
  void aSealerThatIsUsedAgainGivesTheBytesOfAFreshCipher(
      @ForAll @Size(32) byte[] key,
      @ForAll @Size(Sealer.NONCE_BYTES) byte[] nonce,
      @ForAll @Size(max = 100) byte[] bound,
      @ForAll @Size(max = 200) byte[] plain)
      throws Exception {
    Sealer sealer = new Sealer(key);
    for (int i = 0; i < 3; i++) {
      nonce[0] = (byte) i;
      byte[] sealed = sealer.process(true, nonce, bound, plain);
      assertThat(sealed).isEqualTo(fresh(key, nonce, bound, plain));
      assertThat(sealer.process(false, nonce, bound, sealed)).isEqualTo(plain);
    }
  }

  @Test
  void aKeyThatManyUseAtOnceGivesEachTheSameBytes() {
    byte[] payload = {1, 2, 3};
    byte[] expected = KEY.seal(PLACE, payload);
    assertThat(
            IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> i % 3 == 0 ? KEY.open(PLACE, expected) : KEY.seal(PLACE, payload)))
        .allMatch(bytes -> Arrays.equals(bytes, bytes.length == 3 ? payload : expected));
  }

  @Test
  void aBrokenSealLeavesTheKeyAsGoodAsBefore() {
    byte[] sealed = KEY.seal(PLACE, new byte[] {1});
    byte[] broken = sealed.clone();
    broken[3] ^= 1;
    assertThatThrownBy(() -> KEY.open(PLACE, broken)).isInstanceOf(BrokenSealException.class);
    assertThat(KEY.open(PLACE, sealed)).containsExactly(1);
  }

  /** RFC 8452, appendix C.2: the library is the standard's, not a likeness of it. */
  @Test
  void theCipherIsThatOfTheRfc() throws Exception {
    HexFormat hex = HexFormat.of();
    byte[] key = hex.parseHex("0100000000000000000000000000000000000000000000000000000000000000");
    byte[] nonce = hex.parseHex("030000000000000000000000");
    byte[] plain = hex.parseHex("0200000000000000");
    byte[] bound = hex.parseHex("01");
    String sealed = "1de22967237a813291213f267e3b452f02d01ae33e4ec854";
    assertThat(hex.formatHex(fresh(key, nonce, bound, plain))).isEqualTo(sealed);
    assertThat(hex.formatHex(new Sealer(key).process(true, nonce, bound, plain))).isEqualTo(sealed);
  }

  private static byte[] fresh(byte[] key, byte[] nonce, byte[] bound, byte[] plain)
      throws InvalidCipherTextException {
    GCMSIVBlockCipher cipher = new GCMSIVBlockCipher(AESEngine.newInstance());
    cipher.init(true, new AEADParameters(new KeyParameter(key), 128, nonce, bound));
    byte[] out = new byte[cipher.getOutputSize(plain.length)];
    int length = cipher.processBytes(plain, 0, plain.length, out, 0);
    cipher.doFinal(out, length);
    return out;
  }

  private static Context place(String participant, long slot) {
    return Context.of("position", Subject.participant(participant)).number(slot);
  }

  private static SealKey key(String participant) {
    return SealKey.of(KeySource.seeded("test").newKey(Subject.participant(participant), 0));
  }
}
