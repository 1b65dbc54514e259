package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Objects;
import org.commonwatt.ledger.LedgerRejection;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;
import org.hyperledger.fabric.shim.Chaincode;
import org.jspecify.annotations.Nullable;

/** Simulates calls, and makes transactions of what came out the same for every organisation. */
final class Endorser {
  private final List<Organisation> organisations;
  private final WorldState state;

  Endorser(List<Organisation> organisations, WorldState state) {
    this.organisations = organisations;
    this.state = state;
  }

  /** Runs a call on the committed state. */
  Simulation simulate(CallProposal proposal) {
    SimulationStub stub = new SimulationStub(proposal, state);
    Chaincode.Response response = ContractHost.await().invoke(stub);
    if (response.getStatusCode() >= Chaincode.Response.Status.ERROR_THRESHOLD.getCode()) {
      return new Simulation.Refused(
          LedgerRejection.parse(Objects.requireNonNullElse(response.getMessage(), "no message")));
    }
    byte[] result = Objects.requireNonNullElse(response.getPayload(), new byte[0]);
    return new Simulation.Succeeded(
        Bytes.text(result), action(proposal, stub, result), stub.set().privateValues());
  }

  /** Runs a call once for each organisation: equal successes, or why there is no transaction. */
  Simulation simulateForAll(CallProposal proposal) {
    Simulation first = simulate(proposal);
    for (int i = 1; i < organisations.size(); i++) {
      if (!simulate(proposal).equals(first)) {
        return new Simulation.Refused(
            new LedgerRejection(
                LedgerRejection.ENDORSEMENT_MISMATCH,
                organisations.get(i).name()
                    + " computed something else: the contract must not use clocks, random numbers"
                    + " or the order of maps"));
      }
    }
    return first;
  }

  /** The transaction of a simulation on which all agree, signed by all. */
  Endorsed sign(CallProposal proposal, Simulation.Succeeded agreed) {
    ByteString response =
        ProposalResponsePayload.newBuilder()
            .setProposalHash(CallProposal.hash(proposal.header(), proposal.payload()))
            .setExtension(agreed.action())
            .build()
            .toByteString();
    ChaincodeEndorsedAction.Builder endorsed =
        ChaincodeEndorsedAction.newBuilder().setProposalResponsePayload(response);
    for (Organisation organisation : organisations) {
      endorsed.addEndorsements(
          Endorsement.newBuilder()
              .setEndorser(organisation.serialized())
              .setSignature(organisation.sign(response.concat(organisation.serialized()))));
    }
    ByteString payload = payload(proposal, endorsed);
    return new Endorsed(
        proposal.transactionId(),
        Envelope.newBuilder()
            .setPayload(payload)
            .setSignature(proposal.signer().sign(payload))
            .build(),
        agreed);
  }

  private static ByteString payload(
      CallProposal proposal, ChaincodeEndorsedAction.Builder endorsed) {
    ChaincodeActionPayload action =
        ChaincodeActionPayload.newBuilder()
            .setChaincodeProposalPayload(proposal.payload())
            .setAction(endorsed)
            .build();
    Transaction transaction =
        Transaction.newBuilder()
            .addActions(
                TransactionAction.newBuilder()
                    .setHeader(proposal.signatureHeader().toByteString())
                    .setPayload(action.toByteString()))
            .build();
    return Payload.newBuilder()
        .setHeader(proposal.header())
        .setData(transaction.toByteString())
        .build()
        .toByteString();
  }

  private static ByteString action(CallProposal proposal, SimulationStub stub, byte[] result) {
    ChaincodeAction.Builder action =
        ChaincodeAction.newBuilder()
            .setResults(stub.set().toMessage().toByteString())
            .setResponse(
                Response.newBuilder()
                    .setStatus(Chaincode.Response.Status.SUCCESS.getCode())
                    .setPayload(Bytes.string(result)))
            .setChaincodeId(CallProposal.CHAINCODE);
    @Nullable ChaincodeEvent event = stub.getEvent();
    if (event != null) {
      action.setEvents(
          event.toBuilder()
              .setChaincodeId(Channel.CHAINCODE)
              .setTxId(proposal.transactionId())
              .build()
              .toByteString());
    }
    return action.build().toByteString();
  }
}
