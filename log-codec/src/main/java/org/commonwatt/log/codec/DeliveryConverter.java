package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.UnitDelivery;

/** What storage units delivered, and what is settled of it. */
final class DeliveryConverter {
  private DeliveryConverter() {}

  /** Whether only the version with deliveries can say it. */
  static boolean needed(Command command) {
    return command instanceof Command.ReportDelivery
        || (command instanceof Command.ActivateRulebook activate
            && activate.rulebook().storage() != null);
  }

  /** The same of an event. */
  static boolean needed(Event event) {
    return event instanceof Event.DeliveryRecorded
        || event instanceof Event.DeliveryRejected
        || event instanceof Event.ServiceSettled
        || (event instanceof Event.SlotSettled settled && areServices(settled.billLines()))
        || (event instanceof Event.SlotRevised revised && areServices(revised.billLines()))
        || (event instanceof Event.BillPart part && areServices(part.billLines()));
  }

  private static boolean areServices(List<BillLine> lines) {
    return lines.stream().anyMatch(line -> line.kind().compareTo(Kind.MARKET_SURPLUS) > 0);
  }

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> commands() {
    return List.of(
        CommandConverter.variant(
            Command.ReportDelivery.class,
            CommandProto.Command.REPORT_DELIVERY_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getReportDeliveryBuilder()
                    .setOfficer(command.officer())
                    .setDelivery(encode(command.delivery())),
            message -> decode(message.getReportDelivery())));
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> events() {
    return List.of(
        EventConverter.variant(
            Event.DeliveryRecorded.class,
            EventProto.Event.DELIVERY_RECORDED_FIELD_NUMBER,
            (builder, event) ->
                builder.getDeliveryRecordedBuilder().setDelivery(encode(event.delivery())),
            message -> decode(message.getDeliveryRecorded())),
        EventConverter.variant(
            Event.DeliveryRejected.class,
            EventProto.Event.DELIVERY_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getDeliveryRejectedBuilder()
                    .setOfficer(event.officer())
                    .setDelivery(encode(event.delivery()))
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getDeliveryRejected())),
        EventConverter.variant(
            Event.ServiceSettled.class,
            EventProto.Event.SERVICE_SETTLED_FIELD_NUMBER,
            (builder, event) -> builder.setServiceSettled(encode(event)),
            message -> decode(message.getServiceSettled())));
  }

  private static ModelProto.UnitDelivery encode(UnitDelivery delivery) {
    ModelProto.UnitDelivery.Builder builder =
        ModelProto.UnitDelivery.newBuilder()
            .setUnit(delivery.unit())
            .setSlot(ModelConverter.encode(delivery.slot()))
            .setVersion(delivery.version())
            .setInjectionWh(delivery.injectionWh());
    for (UnitDelivery.Used used : delivery.used()) {
      builder.addUsedBuilder().setCommitment(used.commitment()).setInjectionWh(used.injectionWh());
    }
    return builder.build();
  }

  private static UnitDelivery decode(boolean present, ModelProto.UnitDelivery message) {
    required(present, message, "delivery");
    return new UnitDelivery(
        message.getUnit(),
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        message.getVersion(),
        message.getInjectionWh(),
        message.getUsedList().stream().map(DeliveryConverter::decode).toList());
  }

  private static UnitDelivery.Used decode(ModelProto.UsedService message) {
    known(message);
    return new UnitDelivery.Used(message.getCommitment(), message.getInjectionWh());
  }

  private static Command.ReportDelivery decode(CommandProto.ReportDelivery message) {
    known(message);
    return new Command.ReportDelivery(
        message.getOfficer(), decode(message.hasDelivery(), message.getDelivery()));
  }

  private static Event.DeliveryRecorded decode(EventProto.DeliveryRecorded message) {
    known(message);
    return new Event.DeliveryRecorded(decode(message.hasDelivery(), message.getDelivery()));
  }

  private static Event.DeliveryRejected decode(EventProto.DeliveryRejected message) {
    known(message);
    return new Event.DeliveryRejected(
        message.getOfficer(),
        decode(message.hasDelivery(), message.getDelivery()),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static EventProto.ServiceSettled encode(Event.ServiceSettled event) {
    ServiceDelivery one = event.delivery();
    return EventProto.ServiceSettled.newBuilder()
        .setRun(event.run())
        .setService(one.service())
        .setUnit(one.unit())
        .setCommitment(one.commitment())
        .setKind(StorageConverter.KINDS.encode(one.kind()))
        .setSeller(one.seller())
        .setCustomer(one.customer())
        .setPriceMicroPerKwh(one.priceMicroPerKwh())
        .setSlot(ModelConverter.encode(one.slot()))
        .setVersion(one.version())
        .setCommittedWh(one.committedWh())
        .setDeliveredWh(one.deliveredWh())
        .setLeasedWh(one.leasedWh())
        .setMissedWh(one.missedWh())
        .setExcused(one.excused())
        .build();
  }

  private static Event.ServiceSettled decode(EventProto.ServiceSettled message) {
    known(message);
    return new Event.ServiceSettled(
        new ServiceDelivery(
            message.getService(),
            message.getUnit(),
            message.getCommitment(),
            StorageConverter.KINDS.decode(message.getKind(), message.getKindValue()),
            message.getSeller(),
            message.getCustomer(),
            message.getPriceMicroPerKwh(),
            ModelConverter.decode(message.hasSlot(), message.getSlot()),
            message.getVersion(),
            message.getCommittedWh(),
            message.getDeliveredWh(),
            message.getLeasedWh(),
            message.getMissedWh(),
            message.getExcused()),
        message.getRun());
  }
}
