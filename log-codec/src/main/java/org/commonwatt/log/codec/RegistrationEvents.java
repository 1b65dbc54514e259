package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeterPoint;

/** Accounts, meter points and deposits. */
final class RegistrationEvents {
  static final EnumCodes<AccountState, ModelProto.AccountState> STATES =
      new EnumCodes<>(AccountState.class, ModelProto.AccountState.class, "ACCOUNT_STATE_");

  private RegistrationEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.AccountChanged.class,
            EventProto.Event.ACCOUNT_CHANGED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getAccountChangedBuilder()
                    .setParticipant(event.participant())
                    .setState(STATES.encode(event.state())),
            message -> decode(message.getAccountChanged())),
        variant(
            Event.MeterPointRequested.class,
            EventProto.Event.METER_POINT_REQUESTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getMeterPointRequestedBuilder()
                    .setParticipant(event.participant())
                    .setPoint(encode(event.point()))
                    .setFromMillis(event.fromMillis()),
            message -> decode(message.getMeterPointRequested())),
        variant(
            Event.MeterPointRefused.class,
            EventProto.Event.METER_POINT_REFUSED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getMeterPointRefusedBuilder()
                    .setParticipant(event.participant())
                    .setMeterPoint(event.meterPoint()),
            message -> decode(message.getMeterPointRefused())),
        variant(
            Event.MeterPointAssigned.class,
            EventProto.Event.METER_POINT_ASSIGNED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getMeterPointAssignedBuilder()
                    .setParticipant(event.participant())
                    .setPoint(encode(event.point()))
                    .setFromMillis(event.fromMillis()),
            message -> decode(message.getMeterPointAssigned())),
        variant(
            Event.DepositRequested.class,
            EventProto.Event.DEPOSIT_REQUESTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getDepositRequestedBuilder()
                    .setParticipant(event.participant())
                    .setAmountNano(event.amountNano()),
            message -> decode(message.getDepositRequested())),
        variant(
            Event.DepositDecided.class,
            EventProto.Event.DEPOSIT_DECIDED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getDepositDecidedBuilder()
                    .setParticipant(event.participant())
                    .setAmountNano(event.amountNano())
                    .setAccepted(event.accepted()),
            message -> decode(message.getDepositDecided())),
        variant(
            Event.RegistrationRejected.class,
            EventProto.Event.REGISTRATION_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getRegistrationRejectedBuilder()
                    .setAccount(event.account())
                    .setSubject(event.subject())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getRegistrationRejected())));
  }

  static ModelProto.MeterPoint encode(MeterPoint point) {
    return ModelProto.MeterPoint.newBuilder()
        .setId(point.id())
        .setArea(point.area())
        .setMeter(point.meter())
        .setFeedInW(point.feedInW())
        .setLoadW(point.loadW())
        .build();
  }

  static MeterPoint decode(boolean present, ModelProto.MeterPoint point) {
    required(present, point, "point");
    return new MeterPoint(
        point.getId(), point.getArea(), point.getMeter(), point.getFeedInW(), point.getLoadW());
  }

  private static Event.AccountChanged decode(EventProto.AccountChanged message) {
    known(message);
    return new Event.AccountChanged(
        message.getParticipant(), STATES.decode(message.getState(), message.getStateValue()));
  }

  private static Event.MeterPointRequested decode(EventProto.MeterPointRequested message) {
    known(message);
    return new Event.MeterPointRequested(
        message.getParticipant(),
        decode(message.hasPoint(), message.getPoint()),
        message.getFromMillis());
  }

  private static Event.MeterPointRefused decode(EventProto.MeterPointRefused message) {
    known(message);
    return new Event.MeterPointRefused(message.getParticipant(), message.getMeterPoint());
  }

  private static Event.MeterPointAssigned decode(EventProto.MeterPointAssigned message) {
    known(message);
    return new Event.MeterPointAssigned(
        message.getParticipant(),
        decode(message.hasPoint(), message.getPoint()),
        message.getFromMillis());
  }

  private static Event.DepositRequested decode(EventProto.DepositRequested message) {
    known(message);
    return new Event.DepositRequested(message.getParticipant(), message.getAmountNano());
  }

  private static Event.DepositDecided decode(EventProto.DepositDecided message) {
    known(message);
    return new Event.DepositDecided(
        message.getParticipant(), message.getAmountNano(), message.getAccepted());
  }

  private static Event.RegistrationRejected decode(EventProto.RegistrationRejected message) {
    known(message);
    return new Event.RegistrationRejected(
        message.getAccount(),
        message.getSubject(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }
}
