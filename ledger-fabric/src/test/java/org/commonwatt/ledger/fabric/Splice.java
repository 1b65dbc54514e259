package org.commonwatt.ledger.fabric;

import com.google.protobuf.InvalidProtocolBufferException;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.Transaction;

/** Forges transactions of parts of true ones. */
final class Splice {
  private Splice() {}

  /** The call of one transaction with the endorsements of another, signed anew. */
  static Envelope callOf(Envelope call, Envelope endorsements, TestAuthority.Member signer) {
    try {
      Payload payload = Payload.parseFrom(endorsements.getPayload());
      ChaincodeActionPayload forged =
          action(payload).toBuilder()
              .setChaincodeProposalPayload(
                  action(Payload.parseFrom(call.getPayload())).getChaincodeProposalPayload())
              .build();
      Transaction.Builder transaction = Transaction.parseFrom(payload.getData()).toBuilder();
      transaction.getActionsBuilder(0).setPayload(forged.toByteString());
      Payload spliced = payload.toBuilder().setData(transaction.build().toByteString()).build();
      return Envelope.newBuilder()
          .setPayload(spliced.toByteString())
          .setSignature(signer.sign(spliced.toByteString()))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static ChaincodeActionPayload action(Payload payload)
      throws InvalidProtocolBufferException {
    return ChaincodeActionPayload.parseFrom(
        Transaction.parseFrom(payload.getData()).getActions(0).getPayload());
  }
}
