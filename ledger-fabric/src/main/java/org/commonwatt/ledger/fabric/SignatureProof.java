package org.commonwatt.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.commonwatt.ledger.BlockProof;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.model.Hash;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Checks a Fabric block's signatures from its bytes alone: an orderer signed the header; the
 * creator of each valid transaction signed it; its endorsers signed its result for just this call;
 * and of every call of the settling chaincode each organisation that must endorse has done so, by a
 * peer.
 *
 * <p>Block 0 is taken as given: nobody signs it, it is what the organisations agreed on. Validity
 * periods, revocation and the policies of the channel's own configuration are not looked at.
 */
public final class SignatureProof implements BlockProof {
  private final TrustAnchors anchors;
  private final Signatories signatories;

  /** Checks against what an auditor trusts. */
  public SignatureProof(TrustAnchors anchors) {
    this.anchors = anchors;
    this.signatories = new Signatories(anchors.authorities());
  }

  @Override
  public List<String> problems(LedgerBlock block) {
    List<String> problems = new ArrayList<>();
    if (block.number() > 0) {
      checkOrderer(block, problems);
    }
    for (int i = 0; i < block.envelopes().size(); i++) {
      if (isValid(block, i)) {
        checkTransaction(block, i, problems);
      }
    }
    return problems;
  }

  private void checkOrderer(LedgerBlock block, List<String> problems) {
    try {
      Metadata metadata = Metadata.parseFrom(metadata(block, BlockMetadataIndex.SIGNATURES_VALUE));
      boolean signed = false;
      for (MetadataSignature signature : metadata.getSignaturesList()) {
        signed |= isByAnOrderer(block, metadata.getValue(), signature);
      }
      if (!signed) {
        problems.add(
            "expected the signature of an orderer of "
                + new TreeSet<>(anchors.orderers())
                + " on the header, found none that holds");
      }
    } catch (InvalidProtocolBufferException e) {
      problems.add("expected the orderer's signature, found bytes that are none");
    }
  }

  private boolean isByAnOrderer(LedgerBlock block, ByteString value, MetadataSignature signature)
      throws InvalidProtocolBufferException {
    ByteString header = signature.getSignatureHeader();
    return signatories
        .find(SignatureHeader.parseFrom(header).getCreator())
        .filter(signer -> anchors.orderers().contains(signer.mspId()))
        .filter(signer -> signer.hasRole("orderer"))
        .filter(
            signer ->
                signer.signed(signature.getSignature(), List.of(value, header, headerOf(block))))
        .isPresent();
  }

  private void checkTransaction(LedgerBlock block, int index, List<String> problems) {
    String name = "transaction " + index;
    try {
      StoredEnvelope stored =
          StoredEnvelope.read(ByteString.copyFrom(block.envelopes().get(index)));
      name = "transaction " + stored.channelHeader().getTxId();
      if (block.number() > 0) {
        checkCreator(name, stored, problems);
      }
      if (stored.isEndorsed()) {
        checkEndorsements(name, stored, problems);
      }
    } catch (InvalidProtocolBufferException e) {
      problems.add(name + ": expected a transaction of Fabric, found other bytes");
    }
  }

  private void checkCreator(String name, StoredEnvelope stored, List<String> problems) {
    ByteString creator = stored.signatureHeader().getCreator();
    Optional<Signatories.Signatory> signer = signatories.find(creator);
    boolean holds =
        signer.isPresent()
            && signer
                .get()
                .signed(stored.envelope().getSignature(), List.of(stored.envelope().getPayload()));
    if (!holds) {
      problems.add(name + ": expected its creator's signature, found none that holds");
    }
    String id =
        HexFormat.of()
            .formatHex(sha256(stored.signatureHeader().getNonce(), creator).toByteArray());
    if (stored.isEndorsed() && !id.equals(stored.channelHeader().getTxId())) {
      problems.add(name + ": expected the id that nonce and creator make, " + id);
    }
  }

  private void checkEndorsements(String name, StoredEnvelope stored, List<String> problems)
      throws InvalidProtocolBufferException {
    ChaincodeActionPayload endorsed = stored.endorsed();
    ByteString response = endorsed.getAction().getProposalResponsePayload();
    ByteString call =
        sha256(
            stored.payload().getHeader().getChannelHeader(),
            stored.payload().getHeader().getSignatureHeader(),
            endorsed.getChaincodeProposalPayload());
    if (!ProposalResponsePayload.parseFrom(response).getProposalHash().equals(call)) {
      problems.add(name + ": expected endorsements of this call, found those of another one");
    }
    Set<String> missing =
        new TreeSet<>(
            stored.chaincode().equals(anchors.chaincode())
                ? WrittenSet.of(response).endorsers(anchors)
                : Set.of());
    int holding = 0;
    for (Endorsement endorsement : endorsed.getAction().getEndorsementsList()) {
      Optional<Signatories.Signatory> endorser =
          signatories
              .find(endorsement.getEndorser())
              .filter(one -> one.hasRole("peer"))
              .filter(
                  one ->
                      one.signed(
                          endorsement.getSignature(),
                          List.of(response, endorsement.getEndorser())));
      endorser.ifPresent(one -> missing.remove(one.mspId()));
      holding += endorser.isPresent() ? 1 : 0;
    }
    if (holding == 0 || !missing.isEmpty()) {
      problems.add(
          name
              + ": expected endorsements that hold, missing "
              + (missing.isEmpty() ? "all" : missing));
    }
  }

  private static boolean isValid(LedgerBlock block, int index) {
    ByteString verdicts = metadata(block, BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE);
    return index < verdicts.size() && verdicts.byteAt(index) == TxValidationCode.VALID_VALUE;
  }

  private static ByteString metadata(LedgerBlock block, int index) {
    return index < block.metadata().size()
        ? ByteString.copyFrom(block.metadata().get(index))
        : ByteString.EMPTY;
  }

  /** What an orderer signs of a header, which is also what the next block has the hash of. */
  private static ByteString headerOf(LedgerBlock block) {
    ASN1Encodable[] fields = {
      new ASN1Integer(block.number()),
      new DEROctetString(block.previousHash().bytes()),
      new DEROctetString(block.dataHash().bytes())
    };
    try {
      return ByteString.copyFrom(new DERSequence(fields).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("encoding in memory does not fail", e);
    }
  }

  private static ByteString sha256(ByteString... parts) {
    byte[][] bytes = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = parts[i].toByteArray();
    }
    return ByteString.copyFrom(Hash.of(bytes).bytes());
  }
}
