package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.model.Command;

/** Commands about storage units. */
final class StorageCommands {
  private StorageCommands() {}

  /** Whether only the version with storage units can say it. */
  static boolean needed(Command command) {
    return command instanceof Command.RegisterStorage
        || command instanceof Command.ReportStateOfCharge
        || command instanceof Command.ReportOutage
        || command instanceof Command.CommitStorage
        || command instanceof Command.WithdrawCommitment;
  }

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> variants() {
    return List.of(
        CommandConverter.variant(
            Command.RegisterStorage.class,
            CommandProto.Command.REGISTER_STORAGE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getRegisterStorageBuilder()
                    .setOfficer(command.officer())
                    .setSpec(StorageConverter.encode(command.spec())),
            message -> decode(message.getRegisterStorage())),
        CommandConverter.variant(
            Command.ReportStateOfCharge.class,
            CommandProto.Command.REPORT_STATE_OF_CHARGE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getReportStateOfChargeBuilder()
                    .setOfficer(command.officer())
                    .setUnit(command.unit())
                    .setState(StorageConverter.encode(command.state())),
            message -> decode(message.getReportStateOfCharge())),
        CommandConverter.variant(
            Command.ReportOutage.class,
            CommandProto.Command.REPORT_OUTAGE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getReportOutageBuilder()
                    .setParticipant(command.participant())
                    .setUnit(command.unit())
                    .setFromMillis(command.fromMillis())
                    .setToMillis(command.toMillis())
                    .setAvailablePpm(command.availablePpm()),
            message -> decode(message.getReportOutage())),
        CommandConverter.variant(
            Command.CommitStorage.class,
            CommandProto.Command.COMMIT_STORAGE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getCommitStorageBuilder()
                    .setParticipant(command.participant())
                    .setUnit(command.unit())
                    .setCommitment(StorageConverter.encode(command.commitment())),
            message -> decode(message.getCommitStorage())),
        CommandConverter.variant(
            Command.LimitUsableEnergy.class,
            CommandProto.Command.LIMIT_USABLE_ENERGY_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getLimitUsableEnergyBuilder()
                    .setUnit(command.unit())
                    .setLimit(UsableLimitConverter.encode(command.limit())),
            message -> decode(message.getLimitUsableEnergy())),
        CommandConverter.variant(
            Command.WithdrawCommitment.class,
            CommandProto.Command.WITHDRAW_COMMITMENT_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getWithdrawCommitmentBuilder()
                    .setParticipant(command.participant())
                    .setUnit(command.unit())
                    .setCommitment(command.commitment()),
            message -> decode(message.getWithdrawCommitment())));
  }

  private static Command.RegisterStorage decode(CommandProto.RegisterStorage message) {
    known(message);
    return new Command.RegisterStorage(
        message.getOfficer(), StorageConverter.decode(message.hasSpec(), message.getSpec()));
  }

  private static Command.ReportStateOfCharge decode(CommandProto.ReportStateOfCharge message) {
    known(message);
    return new Command.ReportStateOfCharge(
        message.getOfficer(),
        message.getUnit(),
        StorageConverter.decode(message.hasState(), message.getState()));
  }

  private static Command.ReportOutage decode(CommandProto.ReportOutage message) {
    known(message);
    return new Command.ReportOutage(
        message.getParticipant(),
        message.getUnit(),
        message.getFromMillis(),
        message.getToMillis(),
        message.getAvailablePpm());
  }

  private static Command.CommitStorage decode(CommandProto.CommitStorage message) {
    known(message);
    return new Command.CommitStorage(
        message.getParticipant(),
        message.getUnit(),
        StorageConverter.decode(message.hasCommitment(), message.getCommitment()));
  }

  private static Command.LimitUsableEnergy decode(CommandProto.LimitUsableEnergy message) {
    known(message);
    return new Command.LimitUsableEnergy(
        message.getUnit(), UsableLimitConverter.decode(message.hasLimit(), message.getLimit()));
  }

  private static Command.WithdrawCommitment decode(CommandProto.WithdrawCommitment message) {
    known(message);
    return new Command.WithdrawCommitment(
        message.getParticipant(), message.getUnit(), message.getCommitment());
  }
}
