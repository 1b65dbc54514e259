package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.OrderTerms;

/** Frames of commands. */
final class CommandConverter {

  private static final Variants<Command, CommandProto.Command.Builder, CommandProto.Command>
      COMMANDS = new Variants<>(all());

  private CommandConverter() {}

  static CommandProto.CommandFrame encode(CommandFrame frame, Seals seals) {
    CommandProto.CommandFrame.Builder builder =
        CommandProto.CommandFrame.newBuilder()
            .setAppender(frame.appender())
            .setFrameNumber(frame.frameNumber());
    frame.entries().forEach(entry -> builder.addEntries(encode(entry, seals)));
    return builder.build();
  }

  static CommandFrame decode(CommandProto.CommandFrame frame, Seals seals) {
    known(frame);
    return new CommandFrame(
        frame.getAppender(),
        frame.getFrameNumber(),
        frame.getEntriesList().stream().map(entry -> decode(entry, seals)).toList());
  }

  private static CommandProto.CommandFrame.Entry encode(CommandFrame.Entry entry, Seals seals) {
    CommandProto.CommandFrame.Entry.Builder builder = CommandProto.CommandFrame.Entry.newBuilder();
    if (!entry.origin().equals(CommandOrigin.NONE)) {
      builder.setOrigin(ModelConverter.encode(entry.origin()));
    }
    CommandProto.Command.Builder command = CommandProto.Command.newBuilder();
    COMMANDS.encode(entry.command(), command, seals);
    return builder.setCommand(command.build()).build();
  }

  private static CommandFrame.Entry decode(CommandProto.CommandFrame.Entry entry, Seals seals) {
    known(entry);
    CommandProto.Command command = entry.getCommand();
    int kind = command.getKindCase().getNumber();
    if (kind == 0) {
      throw Fields.unknownKind("command", command);
    }
    known(command);
    return new CommandFrame.Entry(
        entry.hasOrigin() ? ModelConverter.decode(entry.getOrigin()) : CommandOrigin.NONE,
        COMMANDS.decode(command, kind, seals));
  }

  private static CommandProto.ActivateRulebook encode(Command.ActivateRulebook command) {
    return CommandProto.ActivateRulebook.newBuilder()
        .setRulebook(RulebookConverter.encode(command.rulebook()))
        .build();
  }

  private static Command.ActivateRulebook decode(CommandProto.ActivateRulebook message) {
    known(message);
    return new Command.ActivateRulebook(
        RulebookConverter.decode(message.hasRulebook(), message.getRulebook()));
  }

  private static CommandProto.PlaceOrder encode(Command.PlaceOrder command) {
    CommandProto.PlaceOrder.Builder builder =
        CommandProto.PlaceOrder.newBuilder()
            .setParticipant(command.participant())
            .setClientOrderId(command.clientOrderId())
            .setArea(command.area())
            .setSlotStartMillis(command.slotStartMillis())
            .setSide(ModelConverter.SIDES.encode(command.side()))
            .setPriceMicroPerKwh(command.priceMicroPerKwh())
            .setEnergyWh(command.energyWh());
    if (!command.terms().equals(OrderTerms.DEFAULT)) {
      builder.setTerms(ModelConverter.encode(command.terms()));
    }
    return builder.build();
  }

  private static Command.PlaceOrder decode(CommandProto.PlaceOrder message) {
    known(message);
    return new Command.PlaceOrder(
        message.getParticipant(),
        message.getClientOrderId(),
        message.getArea(),
        message.getSlotStartMillis(),
        ModelConverter.SIDES.decode(message.getSide(), message.getSideValue()),
        message.getPriceMicroPerKwh(),
        message.getEnergyWh(),
        ModelConverter.decode(message.hasTerms(), message.getTerms()));
  }

  private static CommandProto.CancelOrder encode(Command.CancelOrder command) {
    return CommandProto.CancelOrder.newBuilder()
        .setParticipant(command.participant())
        .setOrderId(command.orderId())
        .build();
  }

  private static Command.CancelOrder decode(CommandProto.CancelOrder message) {
    known(message);
    return new Command.CancelOrder(message.getParticipant(), message.getOrderId());
  }

  private static CommandProto.AmendOrder encode(Command.AmendOrder command) {
    return CommandProto.AmendOrder.newBuilder()
        .setParticipant(command.participant())
        .setOrderId(command.orderId())
        .setEnergyWh(command.energyWh())
        .setPriceMicroPerKwh(command.priceMicroPerKwh())
        .build();
  }

  private static Command.AmendOrder decode(CommandProto.AmendOrder message) {
    known(message);
    return new Command.AmendOrder(
        message.getParticipant(),
        message.getOrderId(),
        message.getEnergyWh(),
        message.getPriceMicroPerKwh());
  }

  private static Command decode(CommandProto.ReportPosition message, Seals seals) {
    known(message);
    PositionRecord position =
        PositionConverter.decode(message.hasPosition(), message.getPosition(), seals);
    if (position instanceof PositionRecord.Erased erased) {
      return new Command.ReportErasedPosition(erased.position());
    }
    return new Command.ReportPosition(((PositionRecord.Position) position).position());
  }

  private static CommandProto.RecordErasure encode(Command.RecordErasure command) {
    return CommandProto.RecordErasure.newBuilder()
        .setParticipant(command.participant())
        .addAllKeys(command.keys())
        .setTimeMillis(command.timeMillis())
        .build();
  }

  private static Command.RecordErasure decode(CommandProto.RecordErasure message) {
    known(message);
    return new Command.RecordErasure(
        message.getParticipant(), message.getKeysList(), message.getTimeMillis());
  }

  private static CommandProto.ConfirmBatch encode(Command.ConfirmBatch command) {
    return CommandProto.ConfirmBatch.newBuilder()
        .setBatchId(command.batchId())
        .setTransactionId(command.transactionId())
        .setBlockNumber(command.blockNumber())
        .build();
  }

  private static Command.ConfirmBatch decode(CommandProto.ConfirmBatch message) {
    known(message);
    return new Command.ConfirmBatch(
        message.getBatchId(), message.getTransactionId(), message.getBlockNumber());
  }

  private static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>>
      all() {
    List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> all =
        new ArrayList<>(basic());
    all.addAll(GuaranteeCommands.variants());
    all.addAll(FallbackCommands.variants());
    all.addAll(SwitchCommands.variants());
    all.addAll(BasketCommands.variants());
    all.addAll(PreferenceEvents.commands());
    all.addAll(DisputeCommands.variants());
    all.addAll(RegistrationCommands.variants());
    all.addAll(ImbalanceConverter.commands());
    all.addAll(BoundaryConverter.commands());
    all.addAll(BilateralConverter.commands());
    all.addAll(PayOutConverter.commands());
    all.addAll(StorageCommands.variants());
    all.addAll(NegotiationConverter.commands());
    all.addAll(CallConverter.commands());
    all.addAll(StorageAuctionConverter.commands());
    all.addAll(DeliveryConverter.commands());
    all.addAll(LeaseConverter.commands());
    return all;
  }

  private static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>>
      basic() {
    return List.of(
        variant(
            Command.ActivateRulebook.class,
            CommandProto.Command.ACTIVATE_RULEBOOK_FIELD_NUMBER,
            (builder, command) -> builder.setActivateRulebook(encode(command)),
            message -> decode(message.getActivateRulebook())),
        variant(
            Command.Tick.class,
            CommandProto.Command.TICK_FIELD_NUMBER,
            (builder, command) -> builder.getTickBuilder().setTimeMillis(command.timeMillis()),
            message -> new Command.Tick(known(message.getTick()).getTimeMillis())),
        variant(
            Command.PlaceOrder.class,
            CommandProto.Command.PLACE_ORDER_FIELD_NUMBER,
            (builder, command) -> builder.setPlaceOrder(encode(command)),
            message -> decode(message.getPlaceOrder())),
        variant(
            Command.CancelOrder.class,
            CommandProto.Command.CANCEL_ORDER_FIELD_NUMBER,
            (builder, command) -> builder.setCancelOrder(encode(command)),
            message -> decode(message.getCancelOrder())),
        variant(
            Command.AmendOrder.class,
            CommandProto.Command.AMEND_ORDER_FIELD_NUMBER,
            (builder, command) -> builder.setAmendOrder(encode(command)),
            message -> decode(message.getAmendOrder())),
        new Variant<>(
            Command.ReportPosition.class,
            CommandProto.Command.REPORT_POSITION_FIELD_NUMBER,
            (builder, command, seals) ->
                builder
                    .getReportPositionBuilder()
                    .setPosition(PositionConverter.encode(command.position(), seals)),
            (message, seals) -> decode(message.getReportPosition(), seals)),
        variant(
            Command.ConfirmBatch.class,
            CommandProto.Command.CONFIRM_BATCH_FIELD_NUMBER,
            (builder, command) -> builder.setConfirmBatch(encode(command)),
            message -> decode(message.getConfirmBatch())),
        variant(
            Command.RecordErasure.class,
            CommandProto.Command.RECORD_ERASURE_FIELD_NUMBER,
            (builder, command) -> builder.setRecordErasure(encode(command)),
            message -> decode(message.getRecordErasure())));
  }

  static <K extends Command>
      Variant<Command, K, CommandProto.Command.Builder, CommandProto.Command> variant(
          Class<K> type,
          int number,
          BiConsumer<CommandProto.Command.Builder, K> encode,
          Function<CommandProto.Command, K> decode) {
    return new Variant<>(type, number, encode, decode);
  }
}
