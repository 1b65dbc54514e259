package org.commonwatt.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.ledger.Creator;
import org.commonwatt.ledger.LedgerTransaction;
import org.jspecify.annotations.Nullable;

/** Envelopes as Fabric has them, as far as a reader of calls needs: nobody has signed them. */
final class FakeEnvelope {
  static final String CHAINCODE = "commonwatt";
  private static final int ENDORSED = 3;

  private FakeEnvelope() {}

  static byte[] of(LedgerTransaction transaction) {
    String function = transaction.call().contract() + ":" + transaction.call().function();
    ByteString arguments =
        message(
            1,
            Stream.concat(Stream.of(function), transaction.call().arguments().stream())
                .map(ByteString::copyFromUtf8)
                .toList());
    ByteString name = field(2, ByteString.copyFromUtf8(CHAINCODE));
    ByteString spec = field(2, name).concat(field(3, arguments));
    ByteString action = field(1, field(1, field(1, spec)));
    ByteString channel =
        UnknownFieldSet.newBuilder()
            .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(ENDORSED).build())
            .build()
            .toByteString()
            .concat(field(5, ByteString.copyFromUtf8(transaction.transactionId())));
    ByteString data = field(1, field(2, action));
    ByteString header = field(1, channel).concat(signatureHeader(transaction.creator()));
    return field(1, field(1, header).concat(field(2, data))).toByteArray();
  }

  private static ByteString signatureHeader(@Nullable Creator creator) {
    return creator == null
        ? ByteString.EMPTY
        : field(
            2,
            field(
                1,
                field(1, ByteString.copyFromUtf8(creator.mspId()))
                    .concat(field(2, ByteString.copyFromUtf8(creator.certificate())))));
  }

  /** The metadata of a block with its verdicts: 0 is valid. */
  static List<byte[]> metadata(List<LedgerTransaction> transactions) {
    byte[] verdicts = new byte[transactions.size()];
    for (int i = 0; i < verdicts.length; i++) {
      verdicts[i] = (byte) (transactions.get(i).code().equals("VALID") ? 0 : 1);
    }
    return List.of(new byte[0], new byte[0], verdicts);
  }

  private static ByteString field(int number, ByteString content) {
    return message(number, List.of(content));
  }

  private static ByteString message(int number, List<ByteString> contents) {
    UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
    contents.forEach(field::addLengthDelimited);
    return UnknownFieldSet.newBuilder().addField(number, field.build()).build().toByteString();
  }
}
