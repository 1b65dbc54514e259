package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Safeguards;

/** What a rulebook may have beyond its trading rules. */
final class SafeguardsConverter {

  private SafeguardsConverter() {}

  /** Sets the fields of the parts that are in force. */
  static void encode(Safeguards safeguards, ModelProto.Rulebook.Builder builder) {
    Guarantees guarantees = safeguards.guarantees();
    if (guarantees != null) {
      builder
          .getGuaranteesBuilder()
          .setExchange(guarantees.exchange())
          .setReferencePriceMicroPerKwh(guarantees.referencePriceMicroPerKwh())
          .setRevisionPpm(guarantees.revisionPpm())
          .setRevisionHours(guarantees.revisionHours());
    }
  }

  static Safeguards decode(ModelProto.Rulebook rulebook) {
    return new Safeguards(rulebook.hasGuarantees() ? decode(rulebook.getGuarantees()) : null);
  }

  private static Guarantees decode(ModelProto.Rulebook.Guarantees message) {
    known(message);
    return new Guarantees(
        message.getExchange(),
        message.getReferencePriceMicroPerKwh(),
        message.getRevisionPpm(),
        message.getRevisionHours());
  }
}
