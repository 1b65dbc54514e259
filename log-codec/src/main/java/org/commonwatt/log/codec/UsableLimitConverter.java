package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.UsableLimit;

/** What commands and events say of the usable energy that provenance records prove. */
final class UsableLimitConverter {
  private UsableLimitConverter() {}

  static ModelProto.UsableLimit encode(UsableLimit limit) {
    UsableLimit.Rules rules = limit.rules();
    ModelProto.UsableLimit.Builder builder =
        ModelProto.UsableLimit.newBuilder()
            .setPassport(limit.passport())
            .setFingerprint(limit.fingerprint())
            .setAtMillis(limit.atMillis())
            .setRules(
                ModelProto.UsableLimit.Rules.newBuilder()
                    .setDepthOfDischargePermille(rules.depthOfDischargePermille())
                    .setMarginWh(rules.marginWh())
                    .setTestDays(rules.testDays())
                    .setTestCycles(rules.testCycles())
                    .addAllAccepted(rules.accepted()))
            .setUsableWh(limit.usableWh())
            .setUntilMillis(limit.untilMillis())
            .setHeld(limit.held())
            .addAllBases(limit.bases());
    limit
        .left()
        .forEach(left -> builder.addLeftBuilder().setAsset(left.asset()).setReason(left.reason()));
    return builder.build();
  }

  static UsableLimit decode(boolean present, ModelProto.UsableLimit message) {
    required(present, message, "limit");
    required(message.hasRules(), message.getRules(), "rules");
    ModelProto.UsableLimit.Rules rules = message.getRules();
    return new UsableLimit(
        message.getPassport(),
        message.getFingerprint(),
        message.getAtMillis(),
        new UsableLimit.Rules(
            rules.getDepthOfDischargePermille(),
            rules.getMarginWh(),
            rules.getTestDays(),
            rules.getTestCycles(),
            rules.getAcceptedList()),
        message.getUsableWh(),
        message.getUntilMillis(),
        message.getHeld(),
        message.getBasesList(),
        message.getLeftList().stream().map(UsableLimitConverter::decode).toList());
  }

  private static UsableLimit.Left decode(ModelProto.UsableLimit.Left message) {
    known(message);
    return new UsableLimit.Left(message.getAsset(), message.getReason());
  }
}
