package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.log.codec.proto.ReadingProto.SignedReading;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.log.sign.ReadingVerifier;
import org.junit.jupiter.api.Test;

class SignedReadingCodecTest {
  private static final ReadingProof PROOF = Samples.signed();
  private static final byte[] BYTES = ReadingCodec.encodeSigned(Samples.MARKET, PROOF);

  @Test
  void aSignedReadingIsTheReadingAndWhatTheIngestSaysOfIt() {
    ReadingRecord.Reading read = (ReadingRecord.Reading) ReadingCodec.decode(BYTES);
    assertThat(read.reading()).isEqualTo(Samples.READING);
    ReadingProof proof = read.proof();
    assertThat(proof).usingRecursiveComparison().isEqualTo(PROOF);
    assertThat(new ReadingVerifier(List.of(Samples.INGEST_PUBLIC_KEY)).judge(PROOF))
        .isEqualTo(ReadingVerifier.Verdict.RIGHT);
  }

  @Test
  void aSignedTickIsTheTickAndWhatTheIngestSaysOfIt() {
    ReadingProof proof = Samples.signedTick();
    byte[] bytes = ReadingCodec.encodeSigned(Samples.MARKET, proof);
    ReadingRecord.Tick tick = (ReadingRecord.Tick) ReadingCodec.decode(bytes);
    assertThat(tick.timeMillis()).isEqualTo(Samples.MORNING);
    assertThat(tick.proof()).usingRecursiveComparison().isEqualTo(proof);
  }

  @Test
  void nothingOfAnotherMarketsRecordIsOpened() {
    assertThat(ReadingCodec.decode(Samples.MARKET, BYTES, Keyring.NONE))
        .usingRecursiveComparison()
        .isEqualTo(ReadingCodec.decode(BYTES));
    for (byte[] record :
        List.of(
            BYTES,
            ReadingCodec.encode(Samples.MARKET, Samples.READING),
            ReadingCodec.encodeTick(Samples.MARKET, 1))) {
      assertThatThrownBy(() -> ReadingCodec.decode("other", record, Keyring.NONE))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("a record of market " + Samples.MARKET + ", not of other");
    }
  }

  @Test
  void theNextReadingHasTheHashOfTheReadingWithoutItsSignature() {
    byte[] plain = ReadingCodec.encode(Samples.MARKET, Samples.READING);
    assertThat(ReadingCodec.chained(BYTES)).isEqualTo(plain);
    assertThat(ReadingCodec.chained(plain)).isEqualTo(plain);
    assertThatThrownBy(() -> ReadingCodec.chained(new byte[] {1, 2}))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void whatIsMissingOrOutOfRangeIsRefused() {
    refused(body -> body.clearReading(), "missing field reading");
    refused(body -> body.setKeyId(ByteString.copyFrom(new byte[7])), "key_id has not 8 bytes");
    refused(body -> body.clearKeyId(), "key_id has not 8 bytes");
    refused(body -> body.setPath(1, ByteString.copyFrom(new byte[31])), "path has 31 bytes");
    refused(body -> body.setSize(0), "no place 1 among 0");
    refused(body -> body.setIndex(-1), "no place -1");
    refused(body -> body.setSignature(ByteString.EMPTY), "64 bytes, not 0");
    refused(
        body -> {
          for (int i = 0; i < 30; i++) {
            body.addPath(ByteString.copyFrom(new byte[32]));
          }
          return body;
        },
        "more than 31");
    refused(body -> body.setReading(ByteString.copyFrom(BYTES)), "SIGNED_READING");
    refused(
        body -> body.setReading(ByteString.copyFrom(ReadingCodec.encode("other", Samples.READING))),
        "of the market that its record names");
  }

  private static void refused(UnaryOperator<SignedReading.Builder> change, String why) {
    byte[] record =
        Records.wrap(
            RecordType.SIGNED_READING,
            Samples.MARKET,
            change.apply(SignedReadingConverter.encode(PROOF).toBuilder()).build());
    assertThatThrownBy(() -> ReadingCodec.decode(record))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(why);
  }
}
