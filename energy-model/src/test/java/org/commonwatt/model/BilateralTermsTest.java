package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The bytes that parties sign, forever; the signatures are OpenSSL's. */
class BilateralTermsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/bilateral");
  private static final long START = 1_659_423_600_000L;
  private static final BilateralPrice PRICE =
      new BilateralPrice(250_000, new Hash("3f0c6b5e".repeat(8)));

  @Test
  void theGoldenContractIsWrittenAsItIsAndSignedByBoth() throws IOException {
    BilateralTerms terms = terms(START, START + 3_600_000, 15);
    String golden = Files.readString(GOLDEN.resolve("contract.json"));
    String buyer = field(golden, "buyerSignature");
    String seller = field(golden, "sellerSignature");
    assertThat(new SignedBilateral(terms, buyer, seller).text()).isEqualTo(golden);
    String keys = Files.readString(GOLDEN.resolve("keys.json"));
    byte[] signed = terms.signedBytes();
    assertThat(PartySignature.holds(field(keys, "buyer"), signed, buyer)).isTrue();
    assertThat(PartySignature.holds(field(keys, "seller"), signed, seller)).isTrue();
    assertThat(PartySignature.holds(field(keys, "buyer"), signed, seller)).isFalse();
    signed[40] ^= 1;
    assertThat(PartySignature.holds(field(keys, "buyer"), signed, buyer)).isFalse();
  }

  @Test
  void theGoldenPriceHasTheHashThatTheContractNames() throws IOException {
    assertThat(PRICE.text()).isEqualTo(Files.readString(GOLDEN.resolve("price.json")));
    assertThat(PRICE.hash().hex())
        .isEqualTo("c38e47747b336b8cff04fb3d82b008a760b935e6f755e2763ac20f387cb3dfa6");
    assertThat(PRICE).asString().doesNotContain("250000").doesNotContain("3f0c");
  }

  @Test
  void slotsAreWholeAndNotTooMany() {
    assertThat(terms(START, START + 3_600_000, 15).slots())
        .hasSize(4)
        .first()
        .isEqualTo(new DeliverySlot(START, 15));
    long most = BilateralTerms.MAX_SLOTS * 900_000L;
    assertThat(terms(START, START + most, 15).slots()).hasSize(BilateralTerms.MAX_SLOTS);
    for (BilateralTerms wrong :
        new BilateralTerms[] {
          terms(START, START, 15),
          terms(START, START - 900_000, 15),
          terms(START + 1, START + 900_000, 15),
          terms(START, START + 900_001, 15),
          terms(START, START + most + 900_000, 15),
          terms(START, START + 900_000, 7),
          terms(-900_000, 900_000, 15),
          terms(Long.MIN_VALUE, Long.MAX_VALUE, 15)
        }) {
      assertThat(wrong.hasSlots()).as("%s", wrong).isFalse();
      assertThatThrownBy(wrong::slots).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsNoKeyOrSignatureIsSaidToBeNone() {
    assertThat(PartySignature.isKey("f".repeat(64))).as("beyond the field").isFalse();
    assertThat(PartySignature.isKey("0".repeat(63))).isFalse();
    assertThat(PartySignature.isKey("0".repeat(62) + "FF")).isFalse();
    assertThat(PartySignature.isSignature("0".repeat(128))).isTrue();
    assertThat(PartySignature.isSignature("0".repeat(127))).isFalse();
    assertThat(PartySignature.isSignature("G".repeat(128))).isFalse();
  }

  @Property(tries = 200)
  void noChangedBitOfASignatureHolds(@ForAll @IntRange(min = 0, max = 511) int bit)
      throws IOException {
    String golden = Files.readString(GOLDEN.resolve("contract.json"));
    String key = field(Files.readString(GOLDEN.resolve("keys.json")), "buyer");
    byte[] signature = HexFormat.of().parseHex(field(golden, "buyerSignature"));
    signature[bit / 8] ^= (byte) (1 << bit % 8);
    assertThat(
            PartySignature.holds(
                key,
                terms(START, START + 3_600_000, 15).signedBytes(),
                HexFormat.of().formatHex(signature)))
        .isFalse();
  }

  private static BilateralTerms terms(long fromMillis, long toMillis, int minutes) {
    return new BilateralTerms(
        "m", "b-1", "ann", "bob", "east", fromMillis, toMillis, minutes, 500, PRICE.hash());
  }

  private static String field(String json, String name) {
    return json.replaceAll("(?s).*\"" + name + "\":\"([0-9a-f]*)\".*", "$1");
  }
}
