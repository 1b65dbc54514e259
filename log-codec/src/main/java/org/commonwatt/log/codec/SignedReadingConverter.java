package org.commonwatt.log.codec;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.List;
import org.commonwatt.log.codec.proto.ReadingProto;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.model.Hash;

/** Signed readings. */
final class SignedReadingConverter {
  /** The levels of a tree of the greatest size that {@code int} holds. */
  private static final int MOST_LEVELS = 31;

  private SignedReadingConverter() {}

  static ReadingProto.SignedReading encode(ReadingProof proof) {
    return ReadingProto.SignedReading.newBuilder()
        .setReading(ByteString.copyFrom(proof.record()))
        .setReceivedMillis(proof.receivedMillis())
        .setKeyId(
            ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(proof.keyId()).array()))
        .setIndex(proof.index())
        .setSize(proof.size())
        .addAllPath(proof.path().stream().map(Fields::bytes).toList())
        .setSignature(ByteString.copyFrom(proof.signature()))
        .build();
  }

  static ReadingProof decode(ReadingProto.SignedReading message) {
    Fields.known(message);
    if (message.getReading().isEmpty()) {
      throw CodecException.missingField("reading");
    }
    if (message.getKeyId().size() != Long.BYTES) {
      throw CodecException.outOfRange("key_id has not " + Long.BYTES + " bytes");
    }
    if (message.getPathCount() > MOST_LEVELS) {
      throw CodecException.outOfRange("path has more than " + MOST_LEVELS + " hashes");
    }
    List<Hash> path =
        message.getPathList().stream().map(bytes -> Fields.hash(bytes, "path")).toList();
    return new ReadingProof(
        message.getReading().toByteArray(),
        message.getReceivedMillis(),
        message.getKeyId().asReadOnlyByteBuffer().getLong(),
        message.getIndex(),
        message.getSize(),
        path,
        message.getSignature().toByteArray());
  }
}
