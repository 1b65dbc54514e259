package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.LeasePlan;

/** What lessees will use of their virtual batteries. */
final class LeaseConverter {
  private LeaseConverter() {}

  /** Whether only the version with plans of leases can say it. */
  static boolean needed(Command command) {
    return command instanceof Command.PlanLease;
  }

  /** The same of an event. */
  static boolean needed(Event event) {
    return event instanceof Event.LeasePlanned
        || event instanceof Event.LeasePlanCut
        || event instanceof Event.LeaseRejected;
  }

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> commands() {
    return List.of(
        CommandConverter.variant(
            Command.PlanLease.class,
            CommandProto.Command.PLAN_LEASE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getPlanLeaseBuilder()
                    .setParticipant(command.participant())
                    .setUnit(command.unit())
                    .setLease(command.lease())
                    .setPlan(encode(command.plan())),
            message -> decode(message.getPlanLease())));
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> events() {
    return List.of(
        EventConverter.variant(
            Event.LeasePlanned.class,
            EventProto.Event.LEASE_PLANNED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getLeasePlannedBuilder()
                    .setParticipant(event.participant())
                    .setUnit(event.unit())
                    .setLease(event.lease())
                    .setPlan(encode(event.plan())),
            message -> decode(message.getLeasePlanned())),
        EventConverter.variant(
            Event.LeasePlanCut.class,
            EventProto.Event.LEASE_PLAN_CUT_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getLeasePlanCutBuilder()
                    .setUnit(event.unit())
                    .setLease(event.lease())
                    .setLessee(event.lessee())
                    .setFromMillis(event.fromMillis())
                    .setReason(ModelConverter.encode(event.reason())),
            message -> decode(message.getLeasePlanCut())),
        EventConverter.variant(
            Event.LeaseRejected.class,
            EventProto.Event.LEASE_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getLeaseRejectedBuilder()
                    .setParticipant(event.participant())
                    .setUnit(event.unit())
                    .setLease(event.lease())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getLeaseRejected())));
  }

  private static Command.PlanLease decode(CommandProto.PlanLease message) {
    known(message);
    return new Command.PlanLease(
        message.getParticipant(),
        message.getUnit(),
        message.getLease(),
        decode(message.hasPlan(), message.getPlan()));
  }

  private static Event.LeasePlanned decode(EventProto.LeasePlanned message) {
    known(message);
    return new Event.LeasePlanned(
        message.getParticipant(),
        message.getUnit(),
        message.getLease(),
        decode(message.hasPlan(), message.getPlan()));
  }

  private static Event.LeasePlanCut decode(EventProto.LeasePlanCut message) {
    known(message);
    return new Event.LeasePlanCut(
        message.getUnit(),
        message.getLease(),
        message.getLessee(),
        message.getFromMillis(),
        ModelConverter.decode(message.hasReason(), message.getReason()));
  }

  private static Event.LeaseRejected decode(EventProto.LeaseRejected message) {
    known(message);
    return new Event.LeaseRejected(
        message.getParticipant(),
        message.getUnit(),
        message.getLease(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static ModelProto.LeasePlan encode(LeasePlan plan) {
    return ModelProto.LeasePlan.newBuilder()
        .setFromMillis(plan.fromMillis())
        .addAllInjectionWh(plan.injectionWh())
        .build();
  }

  private static LeasePlan decode(boolean present, ModelProto.LeasePlan message) {
    required(present, message, "plan");
    return new LeasePlan(message.getFromMillis(), message.getInjectionWhList());
  }
}
