package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.LinkFlow;

/** The result of an auction, of one area or of several. */
final class AuctionConverter {

  private AuctionConverter() {}

  static EventProto.AuctionCleared encode(Event.AuctionCleared event) {
    EventProto.AuctionCleared.Builder builder =
        EventProto.AuctionCleared.newBuilder()
            .setSlot(ModelConverter.encode(event.slot()))
            .setWelfareNano(Fields.bytes(event.welfareNano()))
            .setGap(!event.optimal());
    if (FormatVersions.isSingle(event)) {
      setSingle(builder, event.areas().get(0));
    } else {
      event.areas().forEach(area -> builder.addAreas(encode(area)));
      event.links().forEach(link -> builder.addLinks(encode(link)));
    }
    return builder.build();
  }

  static Event.AuctionCleared decode(EventProto.AuctionCleared message) {
    known(message);
    boolean single = message.getAreasCount() == 0;
    if (!single && (!message.getArea().isEmpty() || message.getVolumeWh() != 0)) {
      throw CodecException.outOfRange("an auction is either of one area or of areas");
    }
    if (single && message.getLinksCount() > 0) {
      throw CodecException.missingField("areas");
    }
    return new Event.AuctionCleared(
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        single
            ? List.of(single(message))
            : message.getAreasList().stream().map(AuctionConverter::decode).toList(),
        message.getLinksList().stream().map(AuctionConverter::decode).toList(),
        Fields.integer(message.getWelfareNano(), "welfare_nano"),
        !message.getGap());
  }

  private static void setSingle(EventProto.AuctionCleared.Builder builder, AreaCleared area) {
    builder.setArea(area.area()).setVolumeWh(area.buyWh());
    Long price = area.priceMicroPerKwh();
    if (price != null) {
      builder.setPriceMicroPerKwh(price);
    }
    Long lowest = area.minPriceMicroPerKwh();
    if (lowest != null) {
      builder.setMinPriceMicroPerKwh(lowest);
    }
    Long highest = area.maxPriceMicroPerKwh();
    if (highest != null) {
      builder.setMaxPriceMicroPerKwh(highest);
    }
  }

  private static AreaCleared single(EventProto.AuctionCleared message) {
    return new AreaCleared(
        message.getArea(),
        message.hasPriceMicroPerKwh() ? message.getPriceMicroPerKwh() : null,
        message.hasMinPriceMicroPerKwh() ? message.getMinPriceMicroPerKwh() : null,
        message.hasMaxPriceMicroPerKwh() ? message.getMaxPriceMicroPerKwh() : null,
        message.getVolumeWh(),
        message.getVolumeWh());
  }

  private static EventProto.AreaCleared encode(AreaCleared area) {
    EventProto.AreaCleared.Builder builder =
        EventProto.AreaCleared.newBuilder()
            .setArea(area.area())
            .setBuyWh(area.buyWh())
            .setSellWh(area.sellWh());
    Long price = area.priceMicroPerKwh();
    if (price != null) {
      builder.setPriceMicroPerKwh(price);
    }
    Long lowest = area.minPriceMicroPerKwh();
    if (lowest != null) {
      builder.setMinPriceMicroPerKwh(lowest);
    }
    Long highest = area.maxPriceMicroPerKwh();
    if (highest != null) {
      builder.setMaxPriceMicroPerKwh(highest);
    }
    return builder.build();
  }

  private static AreaCleared decode(EventProto.AreaCleared area) {
    known(area);
    return new AreaCleared(
        area.getArea(),
        area.hasPriceMicroPerKwh() ? area.getPriceMicroPerKwh() : null,
        area.hasMinPriceMicroPerKwh() ? area.getMinPriceMicroPerKwh() : null,
        area.hasMaxPriceMicroPerKwh() ? area.getMaxPriceMicroPerKwh() : null,
        area.getBuyWh(),
        area.getSellWh());
  }

  static EventProto.LinkFlow encode(LinkFlow link) {
    return EventProto.LinkFlow.newBuilder()
        .setFrom(link.from())
        .setTo(link.to())
        .setFlowWh(link.flowWh())
        .build();
  }

  static LinkFlow decode(EventProto.LinkFlow link) {
    known(link);
    return new LinkFlow(link.getFrom(), link.getTo(), link.getFlowWh());
  }
}
