package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerRejection;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
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
  private final EndorsementRules rules;
  private final int queryLimit;

  Endorser(
      List<Organisation> organisations, WorldState state, EndorsementRules rules, int queryLimit) {
    this.queryLimit = queryLimit;
    this.organisations = organisations;
    this.state = state;
    this.rules = rules;
  }

  /** Runs a call on the committed state, where a gateway would: see {@link #home}. */
  Simulation simulate(CallProposal proposal) {
    return simulate(proposal, home(proposal));
  }

  /**
   * Runs a call once for each organisation that must sign: equal successes, or why there is no
   * transaction.
   *
   * @throws LedgerException when no organisations that have read what it read can sign it
   */
  Simulation simulateForAll(CallProposal proposal) {
    Organisation home = home(proposal);
    Simulation first = simulate(proposal, home);
    if (!(first instanceof Simulation.Succeeded told)) {
      return first;
    }
    List<Simulation> simulated = new ArrayList<>();
    for (Organisation signer : signers(proposal, told.needs())) {
      simulated.add(signer.equals(home) ? first : simulate(proposal, signer));
      if (!simulated.get(simulated.size() - 1).equals(simulated.get(0))) {
        return new Simulation.Refused(
            new LedgerRejection(
                LedgerRejection.ENDORSEMENT_MISMATCH,
                signer.name()
                    + " computed something else: the contract must not use clocks, random numbers"
                    + " or the order of maps"));
      }
    }
    return simulated.get(0);
  }

  /**
   * The organisation that is asked; else the caller's own, or one that runs chaincode when that
   * does not.
   */
  private Organisation home(CallProposal proposal) {
    @Nullable String askedOf = proposal.call().askedOf();
    if (askedOf != null) {
      return organisations.stream()
          .filter(one -> one.mspId().equals(askedOf))
          .findFirst()
          .orElseThrow(() -> new LedgerException(askedOf + " has no peer that runs chaincode"));
    }
    return organisations.stream()
        .filter(one -> one.mspId().equals(proposal.mspId()))
        .findFirst()
        .orElse(organisations.get(0));
  }

  private Simulation simulate(CallProposal proposal, Organisation at) {
    SimulationStub stub =
        new SimulationStub(proposal, new Peer(at.mspId(), state, rules.collections(), queryLimit));
    Chaincode.Response response = ContractHost.await().invoke(stub);
    if (response.getStatusCode() >= Chaincode.Response.Status.ERROR_THRESHOLD.getCode()) {
      return new Simulation.Refused(
          LedgerRejection.parse(Objects.requireNonNullElse(response.getMessage(), "no message")));
    }
    byte[] result = Objects.requireNonNullElse(response.getPayload(), new byte[0]);
    TxReadWriteSet set = stub.set().toMessage();
    return new Simulation.Succeeded(
        Bytes.text(result),
        action(proposal, stub, result, set),
        stub.set().privateValues(),
        new Simulation.Needs(rules.fewest(set).orElse(Set.of()), stub.privateReads()));
  }

  /** Who signs; of a call that one is asked for alone that one, whether or not it is enough. */
  private List<Organisation> signers(CallProposal proposal, Simulation.Needs needs) {
    if (proposal.call().askedOf() != null) {
      return List.of(home(proposal));
    }
    boolean canRead =
        needs.privateReads().stream()
            .allMatch(
                name -> rules.collections().find(name).members().containsAll(needs.endorsers()));
    List<Organisation> signers =
        organisations.stream().filter(one -> needs.endorsers().contains(one.mspId())).toList();
    if (!canRead || signers.isEmpty()) {
      throw new LedgerException(
          "no peers that keep "
              + needs.privateReads()
              + " fulfil the endorsement policies of what is written");
    }
    return signers;
  }

  /** The transaction of a simulation on which all agree who must sign it, signed by them. */
  Endorsed sign(CallProposal proposal, Simulation.Succeeded agreed) {
    ByteString response =
        ProposalResponsePayload.newBuilder()
            .setProposalHash(CallProposal.hash(proposal.header(), proposal.payload()))
            .setExtension(agreed.action())
            .build()
            .toByteString();
    ChaincodeEndorsedAction.Builder endorsed =
        ChaincodeEndorsedAction.newBuilder().setProposalResponsePayload(response);
    for (Organisation organisation : signers(proposal, agreed.needs())) {
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

  private static ByteString action(
      CallProposal proposal, SimulationStub stub, byte[] result, TxReadWriteSet set) {
    ChaincodeAction.Builder action =
        ChaincodeAction.newBuilder()
            .setResults(set.toByteString())
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
