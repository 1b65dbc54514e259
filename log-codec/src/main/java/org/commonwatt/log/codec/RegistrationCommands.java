package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.CommandConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.model.Command;

/** What is asked and decided about accounts, meter points and deposits. */
final class RegistrationCommands {

  private RegistrationCommands() {}

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> variants() {
    return List.of(
        variant(
            Command.RegisterAccount.class,
            CommandProto.Command.REGISTER_ACCOUNT_FIELD_NUMBER,
            (builder, command) ->
                builder.getRegisterAccountBuilder().setParticipant(command.participant()),
            message ->
                new Command.RegisterAccount(known(message.getRegisterAccount()).getParticipant())),
        variant(
            Command.SetAccountState.class,
            CommandProto.Command.SET_ACCOUNT_STATE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getSetAccountStateBuilder()
                    .setOfficer(command.officer())
                    .setParticipant(command.participant())
                    .setState(RegistrationEvents.STATES.encode(command.state())),
            message -> decode(message.getSetAccountState())),
        variant(
            Command.RequestMeterPoint.class,
            CommandProto.Command.REQUEST_METER_POINT_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getRequestMeterPointBuilder()
                    .setParticipant(command.participant())
                    .setPoint(RegistrationEvents.encode(command.point()))
                    .setFromMillis(command.fromMillis()),
            message -> decode(message.getRequestMeterPoint())),
        variant(
            Command.DecideMeterPoint.class,
            CommandProto.Command.DECIDE_METER_POINT_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getDecideMeterPointBuilder()
                    .setOfficer(command.officer())
                    .setParticipant(command.participant())
                    .setMeterPoint(command.meterPoint())
                    .setAccepted(command.accepted()),
            message -> decode(message.getDecideMeterPoint())),
        variant(
            Command.HandOverMeterPoint.class,
            CommandProto.Command.HAND_OVER_METER_POINT_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getHandOverMeterPointBuilder()
                    .setOfficer(command.officer())
                    .setMeterPoint(command.meterPoint())
                    .setParticipant(command.participant())
                    .setFromMillis(command.fromMillis()),
            message -> decode(message.getHandOverMeterPoint())),
        variant(
            Command.RequestDeposit.class,
            CommandProto.Command.REQUEST_DEPOSIT_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getRequestDepositBuilder()
                    .setParticipant(command.participant())
                    .setAmountNano(command.amountNano()),
            message -> decode(message.getRequestDeposit())),
        variant(
            Command.DecideDeposit.class,
            CommandProto.Command.DECIDE_DEPOSIT_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getDecideDepositBuilder()
                    .setOfficer(command.officer())
                    .setParticipant(command.participant())
                    .setAmountNano(command.amountNano())
                    .setAccepted(command.accepted()),
            message -> decode(message.getDecideDeposit())));
  }

  private static Command.SetAccountState decode(CommandProto.SetAccountState message) {
    known(message);
    return new Command.SetAccountState(
        message.getOfficer(),
        message.getParticipant(),
        RegistrationEvents.STATES.decode(message.getState(), message.getStateValue()));
  }

  private static Command.RequestMeterPoint decode(CommandProto.RequestMeterPoint message) {
    known(message);
    return new Command.RequestMeterPoint(
        message.getParticipant(),
        RegistrationEvents.decode(message.hasPoint(), message.getPoint()),
        message.getFromMillis());
  }

  private static Command.DecideMeterPoint decode(CommandProto.DecideMeterPoint message) {
    known(message);
    return new Command.DecideMeterPoint(
        message.getOfficer(),
        message.getParticipant(),
        message.getMeterPoint(),
        message.getAccepted());
  }

  private static Command.HandOverMeterPoint decode(CommandProto.HandOverMeterPoint message) {
    known(message);
    return new Command.HandOverMeterPoint(
        message.getOfficer(),
        message.getMeterPoint(),
        message.getParticipant(),
        message.getFromMillis());
  }

  private static Command.RequestDeposit decode(CommandProto.RequestDeposit message) {
    known(message);
    return new Command.RequestDeposit(message.getParticipant(), message.getAmountNano());
  }

  private static Command.DecideDeposit decode(CommandProto.DecideDeposit message) {
    known(message);
    return new Command.DecideDeposit(
        message.getOfficer(),
        message.getParticipant(),
        message.getAmountNano(),
        message.getAccepted());
  }
}
