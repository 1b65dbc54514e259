package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event;

/** Dispatch calls of storage units. */
final class CallConverter {
  static final EnumCodes<DispatchCall.Answer, EventProto.CallAnswer> ANSWERS =
      new EnumCodes<>(DispatchCall.Answer.class, EventProto.CallAnswer.class, "CALL_ANSWER_");
  static final EnumCodes<DispatchCall.End, EventProto.CallEnd> ENDS =
      new EnumCodes<>(DispatchCall.End.class, EventProto.CallEnd.class, "CALL_END_");

  private CallConverter() {}

  /** Whether only the version with calls can say it. */
  static boolean needed(Command command) {
    return command instanceof Command.SetCallPrice
        || command instanceof Command.CallStorage
        || command instanceof Command.AnswerCall
        || command instanceof Command.CancelCall;
  }

  /** The same of an event. */
  static boolean needed(Event event) {
    return event instanceof Event.CallPriceSet
        || event instanceof Event.StorageCalled
        || event instanceof Event.UnitCalled
        || event instanceof Event.CallAnswered
        || event instanceof Event.CallEnded
        || event instanceof Event.CallRejected;
  }

  /** Whether only the version can say it in which calls go on after a loss. */
  static boolean neededForLoss(Event event) {
    return event instanceof Event.CallTakenBack
        || (event instanceof Event.UnitCalled called && called.fromMillis() != 0);
  }

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> commands() {
    return List.of(
        CommandConverter.variant(
            Command.SetCallPrice.class,
            CommandProto.Command.SET_CALL_PRICE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getSetCallPriceBuilder()
                    .setParticipant(command.participant())
                    .setUnit(command.unit())
                    .setPriceMicroPerKwh(command.priceMicroPerKwh()),
            message -> decode(message.getSetCallPrice())),
        CommandConverter.variant(
            Command.CallStorage.class,
            CommandProto.Command.CALL_STORAGE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getCallStorageBuilder()
                    .setOperator(command.operator())
                    .setCall(encode(command.call())),
            message -> decode(message.getCallStorage())),
        CommandConverter.variant(
            Command.AnswerCall.class,
            CommandProto.Command.ANSWER_CALL_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getAnswerCallBuilder()
                    .setParticipant(command.participant())
                    .setCall(command.call())
                    .setUnit(command.unit())
                    .setAccept(command.accept())
                    .setReason(command.reason()),
            message -> decode(message.getAnswerCall())),
        CommandConverter.variant(
            Command.CancelCall.class,
            CommandProto.Command.CANCEL_CALL_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getCancelCallBuilder()
                    .setOperator(command.operator())
                    .setCall(command.call())
                    .setReason(command.reason()),
            message -> decode(message.getCancelCall())));
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> events() {
    return List.of(
        EventConverter.variant(
            Event.CallPriceSet.class,
            EventProto.Event.CALL_PRICE_SET_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCallPriceSetBuilder()
                    .setParticipant(event.participant())
                    .setUnit(event.unit())
                    .setPriceMicroPerKwh(event.priceMicroPerKwh()),
            message -> decode(message.getCallPriceSet())),
        EventConverter.variant(
            Event.StorageCalled.class,
            EventProto.Event.STORAGE_CALLED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageCalledBuilder()
                    .setOperator(event.operator())
                    .setCall(encode(event.call()))
                    .setTimeMillis(event.timeMillis()),
            message -> decode(message.getStorageCalled())),
        EventConverter.variant(
            Event.UnitCalled.class,
            EventProto.Event.UNIT_CALLED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getUnitCalledBuilder()
                    .setCall(event.call())
                    .setUnit(event.unit())
                    .setOwner(event.owner())
                    .setInjectionSlotWh(event.injectionSlotWh())
                    .setPriceMicroPerKwh(event.priceMicroPerKwh())
                    .setUntilMillis(event.untilMillis())
                    .setFromMillis(event.fromMillis()),
            message -> decode(message.getUnitCalled())),
        EventConverter.variant(
            Event.CallAnswered.class,
            EventProto.Event.CALL_ANSWERED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCallAnsweredBuilder()
                    .setCall(event.call())
                    .setUnit(event.unit())
                    .setOwner(event.owner())
                    .setAnswer(ANSWERS.encode(event.answer()))
                    .setReason(event.reason()),
            message -> decode(message.getCallAnswered())),
        EventConverter.variant(
            Event.CallEnded.class,
            EventProto.Event.CALL_ENDED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCallEndedBuilder()
                    .setCall(event.call())
                    .setEnd(ENDS.encode(event.end()))
                    .setPromisedSlotWh(event.promisedSlotWh())
                    .setReason(event.reason()),
            message -> decode(message.getCallEnded())),
        EventConverter.variant(
            Event.CallTakenBack.class,
            EventProto.Event.CALL_TAKEN_BACK_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCallTakenBackBuilder()
                    .setCall(event.call())
                    .setUnit(event.unit())
                    .setOwner(event.owner())
                    .setReleased(event.released()),
            message -> decode(message.getCallTakenBack())),
        EventConverter.variant(
            Event.CallRejected.class,
            EventProto.Event.CALL_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCallRejectedBuilder()
                    .setAccount(event.account())
                    .setCall(event.call())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getCallRejected())));
  }

  private static Command.SetCallPrice decode(CommandProto.SetCallPrice message) {
    known(message);
    return new Command.SetCallPrice(
        message.getParticipant(), message.getUnit(), message.getPriceMicroPerKwh());
  }

  private static Command.CallStorage decode(CommandProto.CallStorage message) {
    known(message);
    return new Command.CallStorage(
        message.getOperator(), decode(message.hasCall(), message.getCall()));
  }

  private static Command.AnswerCall decode(CommandProto.AnswerCall message) {
    known(message);
    return new Command.AnswerCall(
        message.getParticipant(),
        message.getCall(),
        message.getUnit(),
        message.getAccept(),
        message.getReason());
  }

  private static Command.CancelCall decode(CommandProto.CancelCall message) {
    known(message);
    return new Command.CancelCall(message.getOperator(), message.getCall(), message.getReason());
  }

  private static Event.CallPriceSet decode(EventProto.CallPriceSet message) {
    known(message);
    return new Event.CallPriceSet(
        message.getParticipant(), message.getUnit(), message.getPriceMicroPerKwh());
  }

  private static Event.StorageCalled decode(EventProto.StorageCalled message) {
    known(message);
    return new Event.StorageCalled(
        message.getOperator(),
        decode(message.hasCall(), message.getCall()),
        message.getTimeMillis());
  }

  private static Event.UnitCalled decode(EventProto.UnitCalled message) {
    known(message);
    return new Event.UnitCalled(
        message.getCall(),
        message.getUnit(),
        message.getOwner(),
        message.getInjectionSlotWh(),
        message.getPriceMicroPerKwh(),
        message.getUntilMillis(),
        message.getFromMillis());
  }

  private static Event.CallAnswered decode(EventProto.CallAnswered message) {
    known(message);
    return new Event.CallAnswered(
        message.getCall(),
        message.getUnit(),
        message.getOwner(),
        ANSWERS.decode(message.getAnswer(), message.getAnswerValue()),
        message.getReason());
  }

  private static Event.CallEnded decode(EventProto.CallEnded message) {
    known(message);
    return new Event.CallEnded(
        message.getCall(),
        ENDS.decode(message.getEnd(), message.getEndValue()),
        message.getPromisedSlotWh(),
        message.getReason());
  }

  private static Event.CallTakenBack decode(EventProto.CallTakenBack message) {
    known(message);
    return new Event.CallTakenBack(
        message.getCall(), message.getUnit(), message.getOwner(), message.getReleased());
  }

  private static Event.CallRejected decode(EventProto.CallRejected message) {
    known(message);
    return new Event.CallRejected(
        message.getAccount(),
        message.getCall(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static ModelProto.DispatchCall encode(DispatchCall call) {
    return ModelProto.DispatchCall.newBuilder()
        .setCall(call.call())
        .setArea(call.area())
        .setFromMillis(call.fromMillis())
        .setToMillis(call.toMillis())
        .setInjectionSlotWh(call.injectionSlotWh())
        .setPriceMicroPerKwh(call.priceMicroPerKwh())
        .setAnswerMinutes(call.answerMinutes())
        .setReason(call.reason())
        .build();
  }

  private static DispatchCall decode(boolean present, ModelProto.DispatchCall message) {
    required(present, message, "call");
    return new DispatchCall(
        message.getCall(),
        message.getArea(),
        message.getFromMillis(),
        message.getToMillis(),
        message.getInjectionSlotWh(),
        message.getPriceMicroPerKwh(),
        message.getAnswerMinutes(),
        message.getReason());
  }
}
