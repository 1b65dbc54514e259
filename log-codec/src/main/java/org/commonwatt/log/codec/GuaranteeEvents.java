package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;

/** Registered connections, collateral and defaults. */
final class GuaranteeEvents {

  private GuaranteeEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.CapabilityRegistered.class,
            EventProto.Event.CAPABILITY_REGISTERED_FIELD_NUMBER,
            (builder, event) -> builder.setCapabilityRegistered(encode(event)),
            message -> decode(message.getCapabilityRegistered())),
        variant(
            Event.CapabilityRejected.class,
            EventProto.Event.CAPABILITY_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCapabilityRejectedBuilder()
                    .setParticipant(event.participant())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getCapabilityRejected())),
        variant(
            Event.CollateralRecorded.class,
            EventProto.Event.COLLATERAL_RECORDED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCollateralRecordedBuilder()
                    .setAccount(event.account())
                    .setCollateralNano(event.collateralNano())
                    .setFundShareNano(event.fundShareNano()),
            message -> decode(message.getCollateralRecorded())),
        variant(
            Event.CollateralRejected.class,
            EventProto.Event.COLLATERAL_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCollateralRejectedBuilder()
                    .setAccount(event.account())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getCollateralRejected())),
        variant(
            Event.AccountDefaulted.class,
            EventProto.Event.ACCOUNT_DEFAULTED_FIELD_NUMBER,
            (builder, event) -> builder.setAccountDefaulted(encode(event)),
            message -> decode(message.getAccountDefaulted())),
        variant(
            Event.ReceivablePaid.class,
            EventProto.Event.RECEIVABLE_PAID_FIELD_NUMBER,
            (builder, event) -> builder.setReceivablePaid(encode(event)),
            message -> decode(message.getReceivablePaid())));
  }

  private static EventProto.CapabilityRegistered encode(Event.CapabilityRegistered event) {
    return EventProto.CapabilityRegistered.newBuilder()
        .setParticipant(event.participant())
        .setValidFromMillis(event.validFromMillis())
        .setFeedInW(event.feedInW())
        .setLoadW(event.loadW())
        .build();
  }

  private static Event.CapabilityRegistered decode(EventProto.CapabilityRegistered message) {
    known(message);
    return new Event.CapabilityRegistered(
        message.getParticipant(),
        message.getValidFromMillis(),
        message.getFeedInW(),
        message.getLoadW());
  }

  private static Event.CapabilityRejected decode(EventProto.CapabilityRejected message) {
    known(message);
    return new Event.CapabilityRejected(
        message.getParticipant(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static Event.CollateralRecorded decode(EventProto.CollateralRecorded message) {
    known(message);
    return new Event.CollateralRecorded(
        message.getAccount(), message.getCollateralNano(), message.getFundShareNano());
  }

  private static Event.CollateralRejected decode(EventProto.CollateralRejected message) {
    known(message);
    return new Event.CollateralRejected(
        message.getAccount(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static EventProto.AccountDefaulted encode(Event.AccountDefaulted event) {
    return EventProto.AccountDefaulted.newBuilder()
        .setAccount(event.account())
        .setSlot(ModelConverter.encode(event.slot()))
        .setShortfallNano(Fields.bytes(event.shortfallNano()))
        .setCollateralNano(Fields.bytes(event.collateralNano()))
        .setOwnFundNano(Fields.bytes(event.ownFundNano()))
        .setExchangeNano(Fields.bytes(event.exchangeNano()))
        .addAllFund(event.fund().stream().map(GuaranteeEvents::encode).toList())
        .setUncoveredNano(Fields.bytes(event.uncoveredNano()))
        .build();
  }

  private static Event.AccountDefaulted decode(EventProto.AccountDefaulted message) {
    known(message);
    return new Event.AccountDefaulted(
        message.getAccount(),
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        Fields.integer(message.getShortfallNano(), "shortfall_nano"),
        Fields.integer(message.getCollateralNano(), "collateral_nano"),
        Fields.integer(message.getOwnFundNano(), "own_fund_nano"),
        Fields.integer(message.getExchangeNano(), "exchange_nano"),
        message.getFundList().stream().map(GuaranteeEvents::decode).toList(),
        Fields.integer(message.getUncoveredNano(), "uncovered_nano"));
  }

  private static EventProto.ReceivablePaid encode(Event.ReceivablePaid event) {
    return EventProto.ReceivablePaid.newBuilder()
        .setAccount(event.account())
        .setPaidNano(Fields.bytes(event.paidNano()))
        .addAllTo(event.to().stream().map(GuaranteeEvents::encode).toList())
        .build();
  }

  private static Event.ReceivablePaid decode(EventProto.ReceivablePaid message) {
    known(message);
    return new Event.ReceivablePaid(
        message.getAccount(),
        Fields.integer(message.getPaidNano(), "paid_nano"),
        message.getToList().stream().map(GuaranteeEvents::decode).toList());
  }

  private static EventProto.CreditShare encode(CreditShare share) {
    return EventProto.CreditShare.newBuilder()
        .setAccount(share.account())
        .setNano(Fields.bytes(share.nano()))
        .build();
  }

  private static CreditShare decode(EventProto.CreditShare message) {
    known(message);
    return new CreditShare(message.getAccount(), Fields.integer(message.getNano(), "nano"));
  }
}
