package org.commonwatt.flink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that knows the ingests takes no reading that none of them has signed. */
class SignatureCheckTest {
  private static final long TIME = 900_000;
  private static final long DAY = 86_400_000;
  private static final byte[] PLAIN =
      ReadingCodec.encode(
          "village", new MeterReading("m-1", 4, TIME, 10, 20, -7, Quality.ACTUAL, Hash.ZERO));

  @TempDir private Path folder;
  private SigningKey key;

  @BeforeEach
  void makeAKey() throws Exception {
    key = SigningKey.open(folder.resolve("ingest.key"), "an ingest");
  }

  private static ReadingDecoder decoder(ReadingKeys signers) throws Exception {
    ReadingDecoder made =
        new ReadingDecoder(
            "village",
            new MeterRegistry(Map.of("m-1", "home-1"), GridRules.NONE),
            JobKeys.NONE,
            signers,
            false);
    return InstantiationUtil.clone(made); // as it travels to an operator
  }

  private ReadingKeys known(long signedFromMillis) {
    return new ReadingKeys(
        List.of(Base64.getEncoder().encodeToString(key.publicKey())), signedFromMillis);
  }

  private byte[] signed() {
    return ReadingCodec.encodeSigned(
        "village", new ReadingSigner(key).sign(List.of(PLAIN), TIME + 5).get(0));
  }

  private static void refused(ReadingDecoder decoder, byte[] bytes, String why) {
    RejectedReading refused = requireNonNull(requireNonNull(decoder.decode(bytes)).rejected());
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.SIGNATURE_INVALID);
    assertThat(refused.rejection().message()).contains(why);
    assertThat(refused.meter()).isEqualTo("m-1");
    assertThat(refused.timeMillis()).isEqualTo(TIME);
    assertThat(refused.rawHex()).isEqualTo(HexFormat.of().formatHex(bytes));
  }

  @Test
  void aSignedReadingIsTakenWithAllItsBytes() throws Exception {
    for (ReadingKeys signers : List.of(known(0), ReadingKeys.NONE)) {
      RegisterReading reading =
          requireNonNull(requireNonNull(decoder(signers).decode(signed())).reading());
      assertThat(reading.importWh()).isEqualTo(10);
      assertThat(reading.timeMillis()).isEqualTo(TIME);
      assertThat(reading.rawHex()).isEqualTo(HexFormat.of().formatHex(signed()));
    }
  }

  @Test
  void aReadingThatNobodyKnownHasSignedIsRefusedWithItsBytes() throws Exception {
    ReadingDecoder decoder = decoder(known(0));
    refused(decoder, PLAIN, "is not signed");
    byte[] good = signed();
    key = SigningKey.make(folder.resolve("other.key"));
    refused(decoder, signed(), "add its public key to the community file");
    byte[] bad = good.clone();
    bad[bad.length - 1] ^= 1; // the last byte of the signature
    refused(decoder, bad, "it was changed, or somebody else signed it");
  }

  /** As when two markets' ingests have one key. */
  @Test
  void aReadingThatWasSignedForAnotherMarketIsRefused() throws Exception {
    MeterReading reading = new MeterReading("m-1", 4, TIME, 10, 20, -7, Quality.ACTUAL, Hash.ZERO);
    byte[] other = ReadingCodec.encode("other", reading);
    ReadingProof proof = new ReadingSigner(key).sign(List.of(other), TIME + 5).get(0);
    for (String market : List.of("other", "village")) {
      byte[] bytes = ReadingCodec.encodeSigned(market, proof);
      RejectedReading refused =
          requireNonNull(requireNonNull(decoder(known(0)).decode(bytes)).rejected());
      assertThat(refused.rejection().code()).isEqualTo(RejectionCode.MALFORMED);
      assertThat(refused.rejection().message()).contains("market");
    }
  }

  @Test
  void aTickThatNobodyKnownHasSignedDoesNotMoveTime() throws Exception {
    byte[] plain = ReadingCodec.encodeTick("village", TIME);
    byte[] signed =
        ReadingCodec.encodeSigned(
            "village", new ReadingSigner(key).sign(List.of(PLAIN, plain), TIME + 5).get(1));
    ReadingDecoder decoder = decoder(known(0));
    assertThat(requireNonNull(decoder.decode(signed)).tickMillis()).isEqualTo(TIME);
    byte[] changed = signed.clone();
    changed[changed.length - 1] ^= 1;
    for (byte[] bytes : List.of(plain, changed)) {
      LogReading refused = requireNonNull(decoder.decode(bytes));
      assertThat(refused.isTick()).isFalse();
      assertThat(requireNonNull(refused.rejected()).rejection().code())
          .isEqualTo(RejectionCode.SIGNATURE_INVALID);
      assertThat(requireNonNull(refused.rejected()).rejection().message()).contains("tick");
    }
    assertThat(requireNonNull(decoder(known(TIME + 1)).decode(plain)).isTick()).isTrue();
    assertThat(requireNonNull(decoder(ReadingKeys.NONE).decode(plain)).isTick()).isTrue();
  }

  /** It would wait for time to pass it, with all others of its kind. */
  @Test
  void aReadingMoreThanADayAheadOfItsArrivalIsRefusedWithItsBytesAndTheOthersOfItsTreeAreTaken()
      throws Exception {
    for (ReadingKeys signers : List.of(known(0), ReadingKeys.NONE)) {
      ReadingDecoder decoder = decoder(signers);
      List<byte[]> bytes = signed(5, DAY + 5, DAY + 6, ReadingDecoder.LAST_MILLIS, 5);
      assertThat(requireNonNull(decoder.decode(bytes.get(0))).reading()).isNotNull();
      for (int i = 1; i < 3; i++) {
        RejectedReading refused =
            requireNonNull(requireNonNull(decoder.decode(bytes.get(i))).rejected());
        assertThat(refused.rejection().code()).isEqualTo(RejectionCode.READING_FUTURE);
        assertThat(refused.rejection().message()).contains("5 ms since 1970", "clock");
        assertThat(refused.meter()).isEqualTo("m-1");
        assertThat(refused.rawHex()).isEqualTo(HexFormat.of().formatHex(bytes.get(i)));
      }
      assertThat(requireNonNull(decoder.decode(bytes.get(3))).reading()).isNotNull();
    }
  }

  /** An ingest that was away for long has no tick near its readings: their arrival counts. */
  @Test
  void oldReadingsThatArriveLateAreTaken() throws Exception {
    byte[] old = signed(ReadingDecoder.LAST_MILLIS, TIME).get(0);
    assertThat(requireNonNull(decoder(known(0)).decode(old)).reading()).isNotNull();
  }

  /** Readings of these instants that arrived together. */
  private List<byte[]> signed(long receivedMillis, long... times) {
    List<byte[]> plain =
        Arrays.stream(times)
            .mapToObj(
                time ->
                    ReadingCodec.encode(
                        "village",
                        new MeterReading("m-1", 4, time, 10, 20, -7, Quality.ACTUAL, Hash.ZERO)))
            .toList();
    return new ReadingSigner(key)
        .sign(plain, receivedMillis).stream()
            .map(proof -> ReadingCodec.encodeSigned("village", proof))
            .toList();
  }

  @Test
  void readingsFromBeforeSignaturesAreTaken() throws Exception {
    assertThat(requireNonNull(decoder(known(TIME + 1)).decode(PLAIN)).reading()).isNotNull();
    refused(decoder(known(TIME)), PLAIN, "signedFrom");
    assertThat(requireNonNull(decoder(ReadingKeys.NONE).decode(PLAIN)).reading()).isNotNull();
  }

  @Test
  void whatIsNoPublicKeyIsRefusedAtOnce() {
    for (String bad : List.of("not base64!", "", "AAAA")) {
      assertThatThrownBy(() -> new ReadingKeys(List.of(bad), 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
