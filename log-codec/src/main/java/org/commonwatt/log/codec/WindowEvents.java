package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Leg;
import org.commonwatt.model.OrderTerms;

/** Blocks that wait for an auction, and auctions of several slots. */
final class WindowEvents {
  private WindowEvents() {}

  /** Whether a command says what only this version can. */
  static boolean needed(Command command) {
    return (command instanceof Command.PlaceBasket basket && basket.auction() != null)
        || (command instanceof Command.ActivateRulebook activate
            && activate.rulebook().safeguards().auctionWindowSlots() > 0)
        || (command instanceof Command.PlaceOrder place && isLeg(place.terms()));
  }

  /** Whether an event says what only this version can. */
  static boolean needed(Event event) {
    return event instanceof Event.BlockAccepted
        || event instanceof Event.WindowCleared
        || (event instanceof Event.OrderAccepted accepted && isLeg(accepted.terms()));
  }

  private static boolean isLeg(OrderTerms terms) {
    Leg leg = terms.leg();
    return leg != null && leg.auction() != null;
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.BlockAccepted.class,
            EventProto.Event.BLOCK_ACCEPTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getBlockAcceptedBuilder()
                    .setParticipant(event.participant())
                    .setClientBasketId(event.clientBasketId())
                    .setFirstOrderId(event.firstOrderId())
                    .setLegs(event.legs()),
            message -> decode(message.getBlockAccepted())),
        variant(
            Event.WindowCleared.class,
            EventProto.Event.WINDOW_CLEARED_FIELD_NUMBER,
            (builder, event) -> encode(event, builder.getWindowClearedBuilder()),
            message -> decode(message.getWindowCleared())));
  }

  private static void encode(Event.WindowCleared event, EventProto.WindowCleared.Builder builder) {
    builder
        .setFirst(ModelConverter.encode(event.first()))
        .setSlots(event.slots())
        .setWelfareNano(Fields.bytes(event.welfareNano()))
        .setWelfareBoundNano(Fields.bytes(event.welfareBoundNano()))
        .setOptimal(event.optimal())
        .addAllParadoxicallyRejected(event.paradoxicallyRejected());
    for (Event.Reduced reduced : event.reduced()) {
      builder
          .addReducedBuilder()
          .setOrderId(reduced.orderId())
          .setParticipatingWh(reduced.participatingWh());
    }
  }

  private static Event.BlockAccepted decode(EventProto.BlockAccepted message) {
    known(message);
    return new Event.BlockAccepted(
        message.getParticipant(),
        message.getClientBasketId(),
        message.getFirstOrderId(),
        message.getLegs());
  }

  private static Event.WindowCleared decode(EventProto.WindowCleared message) {
    known(message);
    return new Event.WindowCleared(
        ModelConverter.decode(message.hasFirst(), message.getFirst()),
        message.getSlots(),
        Fields.integer(message.getWelfareNano(), "welfare_nano"),
        Fields.integer(message.getWelfareBoundNano(), "welfare_bound_nano"),
        message.getOptimal(),
        message.getReducedList().stream().map(WindowEvents::decode).toList(),
        message.getParadoxicallyRejectedList());
  }

  private static Event.Reduced decode(EventProto.WindowCleared.Reduced message) {
    known(message);
    return new Event.Reduced(message.getOrderId(), message.getParticipatingWh());
  }
}
