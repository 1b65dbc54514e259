package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;

/** What flows over the boundaries of areas, and what is lost in them. */
final class BoundaryConverter {
  private BoundaryConverter() {}

  /** Whether only the version with losses can say it. */
  static boolean needed(Command command) {
    return command instanceof Command.ReportBoundary
        || (command instanceof Command.ActivateRulebook activate
            && activate.rulebook().losses() != null);
  }

  /** The same of an event. */
  static boolean needed(Event event) {
    return event instanceof Event.BoundaryRecorded
        || event instanceof Event.BoundaryRejected
        || event instanceof Event.AreaBalanced
        || (event instanceof Event.SlotSettled settled && areLosses(settled.billLines()))
        || (event instanceof Event.SlotRevised revised && areLosses(revised.billLines()))
        || (event instanceof Event.BillPart part && areLosses(part.billLines()));
  }

  private static boolean areLosses(List<BillLine> lines) {
    return lines.stream().anyMatch(line -> line.kind().compareTo(Kind.CORRECTION_OTHER_SIDE) > 0);
  }

  static ModelProto.Rulebook.Losses encode(LossRules rules) {
    ModelProto.Rulebook.Losses.Builder builder =
        ModelProto.Rulebook.Losses.newBuilder().setBearer(rules.bearer());
    for (AreaLosses one : rules.areas()) {
      builder
          .addAreasBuilder()
          .setArea(one.area())
          .setLossPpm(one.lossPpm())
          .setResidualLimitWh(one.residualLimitWh());
    }
    return builder.build();
  }

  static LossRules decode(ModelProto.Rulebook.Losses message) {
    known(message);
    return new LossRules(
        message.getBearer(),
        message.getAreasList().stream().map(BoundaryConverter::decode).toList());
  }

  private static AreaLosses decode(ModelProto.Rulebook.AreaLosses message) {
    known(message);
    return new AreaLosses(message.getArea(), message.getLossPpm(), message.getResidualLimitWh());
  }

  static ModelProto.BoundaryFlow encode(BoundaryFlow flow) {
    return ModelProto.BoundaryFlow.newBuilder()
        .setArea(flow.area())
        .setSlot(ModelConverter.encode(flow.slot()))
        .setVersion(flow.version())
        .setImportWh(flow.importWh())
        .setExportWh(flow.exportWh())
        .setQuality(ModelConverter.QUALITIES.encode(flow.quality()))
        .build();
  }

  static BoundaryFlow decode(boolean present, ModelProto.BoundaryFlow message) {
    required(present, message, "flow");
    return new BoundaryFlow(
        message.getArea(),
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        message.getVersion(),
        message.getImportWh(),
        message.getExportWh(),
        ModelConverter.QUALITIES.decode(message.getQuality(), message.getQualityValue()));
  }

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> commands() {
    return List.of(
        CommandConverter.variant(
            Command.ReportBoundary.class,
            CommandProto.Command.REPORT_BOUNDARY_FIELD_NUMBER,
            (builder, command) ->
                builder.getReportBoundaryBuilder().setFlow(encode(command.flow())),
            message -> decode(message.getReportBoundary())));
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> events() {
    return List.of(
        EventConverter.variant(
            Event.BoundaryRecorded.class,
            EventProto.Event.BOUNDARY_RECORDED_FIELD_NUMBER,
            (builder, event) -> builder.getBoundaryRecordedBuilder().setFlow(encode(event.flow())),
            message -> decode(message.getBoundaryRecorded())),
        EventConverter.variant(
            Event.BoundaryRejected.class,
            EventProto.Event.BOUNDARY_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getBoundaryRejectedBuilder()
                    .setFlow(encode(event.flow()))
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getBoundaryRejected())),
        EventConverter.variant(
            Event.AreaBalanced.class,
            EventProto.Event.AREA_BALANCED_FIELD_NUMBER,
            (builder, event) -> builder.setAreaBalanced(encode(event)),
            message -> decode(message.getAreaBalanced())));
  }

  private static Command.ReportBoundary decode(CommandProto.ReportBoundary message) {
    known(message);
    return new Command.ReportBoundary(decode(message.hasFlow(), message.getFlow()));
  }

  private static Event.BoundaryRecorded decode(EventProto.BoundaryRecorded message) {
    known(message);
    return new Event.BoundaryRecorded(decode(message.hasFlow(), message.getFlow()));
  }

  private static Event.BoundaryRejected decode(EventProto.BoundaryRejected message) {
    known(message);
    return new Event.BoundaryRejected(
        decode(message.hasFlow(), message.getFlow()),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static EventProto.AreaBalanced encode(Event.AreaBalanced event) {
    AreaBalance balance = event.balance();
    return EventProto.AreaBalanced.newBuilder()
        .setArea(balance.area())
        .setSlot(ModelConverter.encode(balance.slot()))
        .setRun(event.run())
        .setBoundaryVersion(balance.boundaryVersion())
        .setEnteredWh(balance.enteredWh())
        .setLeftWh(balance.leftWh())
        .setTechnicalWh(balance.technicalWh())
        .setLimitWh(balance.limitWh())
        .build();
  }

  private static Event.AreaBalanced decode(EventProto.AreaBalanced message) {
    known(message);
    return new Event.AreaBalanced(
        new AreaBalance(
            message.getArea(),
            ModelConverter.decode(message.hasSlot(), message.getSlot()),
            message.getBoundaryVersion(),
            message.getEnteredWh(),
            message.getLeftWh(),
            message.getTechnicalWh(),
            message.getLimitWh()),
        message.getRun());
  }
}
