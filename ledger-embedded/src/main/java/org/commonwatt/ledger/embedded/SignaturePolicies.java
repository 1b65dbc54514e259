package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;

/** Fabric's policies that say whose signatures are enough, as contracts give them to keys. */
final class SignaturePolicies {
  private SignaturePolicies() {}

  /**
   * Whether one signature of each of these organisations' peers fulfils a policy. What is no policy
   * is never fulfilled.
   *
   * @param policy a {@code SignaturePolicyEnvelope}
   * @param signers MSP ids
   */
  static boolean isFulfilled(ByteString policy, Set<String> signers) {
    try {
      SignaturePolicyEnvelope envelope = SignaturePolicyEnvelope.parseFrom(policy);
      return fulfils(envelope.getRule(), envelope.getIdentitiesList(), new HashSet<>(signers));
    } catch (InvalidProtocolBufferException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  /** Each signature counts once: who has fulfilled a part of the rule is no longer unused. */
  private static boolean fulfils(
      SignaturePolicy rule, List<MSPPrincipal> principals, Set<String> unused)
      throws InvalidProtocolBufferException {
    if (rule.getTypeCase() == SignaturePolicy.TypeCase.SIGNED_BY) {
      MSPPrincipal principal = principals.get(rule.getSignedBy());
      return isPeer(principal)
          && unused.remove(MSPRole.parseFrom(principal.getPrincipal()).getMspIdentifier());
    }
    int fulfilled = 0;
    for (SignaturePolicy part : rule.getNOutOf().getRulesList()) {
      Set<String> left = new HashSet<>(unused);
      if (fulfils(part, principals, left)) {
        unused.retainAll(left);
        fulfilled++;
      }
    }
    return rule.hasNOutOf() && fulfilled >= rule.getNOutOf().getN();
  }

  private static boolean isPeer(MSPPrincipal principal) throws InvalidProtocolBufferException {
    if (principal.getPrincipalClassification() != MSPPrincipal.Classification.ROLE) {
      return false;
    }
    MSPRole.MSPRoleType role = MSPRole.parseFrom(principal.getPrincipal()).getRole();
    return role == MSPRole.MSPRoleType.PEER || role == MSPRole.MSPRoleType.MEMBER;
  }
}
