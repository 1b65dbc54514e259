package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.CommandConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.model.Command;

/** What bridges report of connections and of collateral. */
final class GuaranteeCommands {

  private GuaranteeCommands() {}

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> variants() {
    return List.of(
        variant(
            Command.ReportCapability.class,
            CommandProto.Command.REPORT_CAPABILITY_FIELD_NUMBER,
            (builder, command) -> builder.setReportCapability(encode(command)),
            message -> decode(message.getReportCapability())),
        variant(
            Command.ReportCollateral.class,
            CommandProto.Command.REPORT_COLLATERAL_FIELD_NUMBER,
            (builder, command) -> builder.setReportCollateral(encode(command)),
            message -> decode(message.getReportCollateral())));
  }

  private static CommandProto.ReportCapability encode(Command.ReportCapability command) {
    return CommandProto.ReportCapability.newBuilder()
        .setParticipant(command.participant())
        .setValidFromMillis(command.validFromMillis())
        .setFeedInW(command.feedInW())
        .setLoadW(command.loadW())
        .build();
  }

  private static Command.ReportCapability decode(CommandProto.ReportCapability message) {
    known(message);
    return new Command.ReportCapability(
        message.getParticipant(),
        message.getValidFromMillis(),
        message.getFeedInW(),
        message.getLoadW());
  }

  private static CommandProto.ReportCollateral encode(Command.ReportCollateral command) {
    return CommandProto.ReportCollateral.newBuilder()
        .setAccount(command.account())
        .setCollateralNano(command.collateralNano())
        .setFundShareNano(command.fundShareNano())
        .build();
  }

  private static Command.ReportCollateral decode(CommandProto.ReportCollateral message) {
    known(message);
    return new Command.ReportCollateral(
        message.getAccount(), message.getCollateralNano(), message.getFundShareNano());
  }
}
