package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.UsableLimit;

/** What commands and events say of the usable energy that provenance records prove. */
final class UsableLimitConverter {
  private UsableLimitConverter() {}

  static ModelProto.UsableLimit encode(UsableLimit limit) {
    ModelProto.UsableLimit.Builder builder =
        ModelProto.UsableLimit.newBuilder()
            .setPassport(limit.passport())
            .setFingerprint(limit.fingerprint())
            .setAtMillis(limit.atMillis())
            .setRules(encode(limit.rules()))
            .setUsableWh(limit.usableWh())
            .setUntilMillis(limit.untilMillis())
            .setHeld(limit.held())
            .addAllBases(limit.bases())
            .addAllOrigins(limit.origins());
    limit
        .left()
        .forEach(left -> builder.addLeftBuilder().setAsset(left.asset()).setReason(left.reason()));
    return builder.build();
  }

  static UsableLimit decode(boolean present, ModelProto.UsableLimit message) {
    required(present, message, "limit");
    required(message.hasRules(), message.getRules(), "rules");
    return new UsableLimit(
        message.getPassport(),
        message.getFingerprint(),
        message.getAtMillis(),
        decode(message.getRules()),
        message.getUsableWh(),
        message.getUntilMillis(),
        message.getHeld(),
        message.getBasesList(),
        message.getLeftList().stream().map(UsableLimitConverter::decode).toList(),
        message.getOriginsList());
  }

  private static ModelProto.UsableLimit.Rules encode(UsableLimit.Rules rules) {
    return ModelProto.UsableLimit.Rules.newBuilder()
        .setDepthOfDischargePermille(rules.depthOfDischargePermille())
        .setMarginWh(rules.marginWh())
        .setTestDays(rules.testDays())
        .setTestCycles(rules.testCycles())
        .addAllAccepted(rules.accepted())
        .setOrigins(rules.origins())
        .build();
  }

  private static UsableLimit.Rules decode(ModelProto.UsableLimit.Rules rules) {
    known(rules);
    return new UsableLimit.Rules(
        rules.getDepthOfDischargePermille(),
        rules.getMarginWh(),
        rules.getTestDays(),
        rules.getTestCycles(),
        rules.getAcceptedList(),
        rules.getOrigins());
  }

  static ModelProto.Rulebook.Provenance encode(ProvenanceRules rules) {
    return ModelProto.Rulebook.Provenance.newBuilder()
        .setProof(encode(rules.proof()))
        .setNameplateMostWh(rules.nameplateMostWh())
        .build();
  }

  static ProvenanceRules decode(ModelProto.Rulebook.Provenance message) {
    required(message.hasProof(), message.getProof(), "proof");
    return new ProvenanceRules(decode(message.getProof()), message.getNameplateMostWh());
  }

  /** Whether only the version with rules of provenance can say it. */
  static boolean needed(Command command) {
    return (command instanceof Command.LimitUsableEnergy limit && needed(limit.limit()))
        || (command instanceof Command.ActivateRulebook activate
            && activate.rulebook().provenance() != null);
  }

  /** The same of an event. */
  static boolean needed(Event event) {
    return (event instanceof Event.UsableEnergyLimited limited && needed(limited.limit()))
        || (event instanceof Event.StorageRejected rejected
            && rejected.refused().rejection().code() == RejectionCode.PROVENANCE_NOT_ACCEPTED);
  }

  private static boolean needed(UsableLimit limit) {
    return limit.rules().origins() || !limit.origins().isEmpty();
  }

  private static UsableLimit.Left decode(ModelProto.UsableLimit.Left message) {
    known(message);
    return new UsableLimit.Left(message.getAsset(), message.getReason());
  }
}
