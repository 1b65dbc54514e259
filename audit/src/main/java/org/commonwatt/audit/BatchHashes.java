package org.commonwatt.audit;

import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SealSecret;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** The hashes of {@code docs/formats/settlement-batch.md}. */
public final class BatchHashes {
  private BatchHashes() {}

  /**
   * Where a line stands.
   *
   * @param run number of the settlement run, 0 for the initial one
   * @param line index in it
   */
  record LinePlace(int run, int line) {}

  /**
   * The salt of a line.
   *
   * @param place the run's number and the line's index
   */
  static Hash salt(
      Rulebook rules, DeliverySlot slot, LinePlace place, @Nullable SealSecret secret) {
    return salt(secret == null ? rules.saltSeed() : secret.value(), rules.market(), slot, place);
  }

  /** The salt of a line by its key. */
  static Hash salt(Hash key, String market, DeliverySlot slot, LinePlace place) {
    Layout layout = new Layout().text(market).i64(slot.startMillis()).i32(place.line());
    byte[] message = (place.run() == 0 ? layout : layout.i32(place.run())).bytes();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
      return Hash.ofBytes(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  static Hash billRoot(List<BillLine> lines) {
    return MerkleRoot.of(lines.stream().map(BatchHashes::leaf).toList());
  }

  /** The hash of a line's leaf. */
  public static Hash leafHash(BillLine line) {
    return MerkleRoot.leaf(leaf(line));
  }

  /** The line with a salt. */
  static BillLine salted(BillLine line, Hash salt) {
    return new BillLine(
        line.participant(),
        line.slot(),
        line.kind(),
        line.counterparty(),
        line.tradeId(),
        line.energyWh(),
        line.priceMicroPerKwh(),
        line.amountNano(),
        salt,
        line.seal());
  }

  private static byte[] leaf(BillLine line) {
    return new Layout()
        .hash(line.salt())
        .text(line.participant())
        .i64(line.slot().startMillis())
        .i32(line.slot().minutes())
        .u8(line.kind().code())
        .text(line.counterparty())
        .i64(line.tradeId())
        .i64(line.energyWh())
        .i64(line.priceMicroPerKwh())
        .i64(line.amountNano())
        .bytes();
  }

  static Hash auction(Rulebook rules, SlotState slot, AuctionCleared auction) {
    boolean single = auction.areas().size() == 1;
    Layout layout =
        new Layout()
            .text(rules.market())
            .text(single ? auction.areas().get(0).area() : "")
            .i64(slot.slot.startMillis())
            .i32(slot.slot.minutes());
    if (single) {
      price(layout, auction.areas().get(0)).i64(auction.areas().get(0).buyWh());
    } else {
      layout.i32(auction.areas().size());
      for (AreaCleared area : auction.areas()) {
        price(layout.text(area.area()), area).i64(area.buyWh()).i64(area.sellWh());
      }
      layout.i32(auction.links().size());
      for (LinkFlow link : auction.links()) {
        layout.text(link.from()).text(link.to()).i64(link.flowWh());
      }
    }
    layout.i32(slot.trades.size());
    for (TradeMade trade : slot.trades) {
      layout.i64(trade.tradeId()).i64(trade.buyOrderId()).i64(trade.sellOrderId());
      layout.text(trade.buyer()).text(trade.seller());
      layout.i64(trade.energyWh()).i64(trade.priceMicroPerKwh());
      if (rules.safeguards().payAsBid()) {
        layout.i64(trade.surplusMicroPerKwh());
      }
    }
    if (rules.continuous() != null) {
      continuous(layout, slot.continuousTrades);
    }
    return Hash.of(layout.bytes());
  }

  private static void continuous(Layout layout, List<ContinuousTrade> trades) {
    layout.i32(trades.size());
    for (ContinuousTrade trade : trades) {
      layout.i64(trade.tradeId()).i64(trade.takerOrderId()).i64(trade.makerOrderId());
      layout.u8(trade.takerSide() == Side.BUY ? 0 : 1);
      layout.text(trade.buyer()).text(trade.seller());
      layout.text(trade.buyArea()).text(trade.sellArea());
      layout.i64(trade.energyWh()).i64(trade.priceMicroPerKwh()).i64(trade.feeMicroPerKwh());
      layout.i32(trade.path().size());
      for (LinkFlow link : trade.path()) {
        layout.text(link.from()).text(link.to()).i64(link.flowWh());
      }
    }
  }

  private static Layout price(Layout layout, AreaCleared area) {
    Long price = area.priceMicroPerKwh();
    return layout.u8(price == null ? 0 : 1).i64(price == null ? 0 : price);
  }

  /**
   * Of the members' positions, by id; each hashed first as soon as one of them has a secret or
   * evidence. Imbalance prices follow where some are responsible for their balance, flows over
   * boundaries where losses are settled.
   *
   * @param flows over boundaries, by area
   * @param services what storage services have, by number: those that have anything follow where
   *     they are settled
   */
  static Hash positions(
      Rulebook rules,
      SlotState state,
      List<MeteredPosition> sorted,
      Collection<BoundaryFlow> flows,
      Collection<ServiceDelivery> services) {
    DeliverySlot slot = state.slot;
    boolean hashed =
        sorted.stream()
            .anyMatch(position -> position.secret() != null || position.evidence() != null);
    Layout layout = hashed ? new Layout().text("") : new Layout();
    layout.text(rules.market()).i64(slot.startMillis()).i32(slot.minutes()).i32(sorted.size());
    for (MeteredPosition position : sorted) {
      if (hashed) {
        SealSecret secret = position.secret();
        Layout own = new Layout().hash(secret == null ? Hash.ZERO : secret.value());
        Hash evidence = position.evidence();
        add(own, position);
        layout.hash(Hash.of((evidence == null ? own : own.hash(evidence)).bytes()));
      } else {
        add(layout, position);
      }
    }
    if (rules.imbalance() != null) {
      layout.i32(state.imbalancePrices.size());
      for (ImbalancePrice price : state.imbalancePrices.values()) {
        layout.text(price.area()).i32(price.version());
        layout.i64(price.shortMicroPerKwh()).i64(price.longMicroPerKwh());
      }
    }
    if (rules.losses() != null) {
      layout.i32(flows.size());
      for (BoundaryFlow flow : flows) {
        layout.text(flow.area()).i32(flow.version());
        layout.i64(flow.importWh()).i64(flow.exportWh()).u8(code(flow.quality()));
      }
    }
    if (rules.storage() != null) {
      List<ServiceDelivery> any = services.stream().filter(ServiceDelivery::isAnything).toList();
      layout.i32(any.size());
      for (ServiceDelivery one : any) {
        layout.i64(one.service()).i32(one.version()).i64(one.committedWh()).i64(one.deliveredWh());
        layout.i64(one.leasedWh()).i64(one.missedWh()).u8(one.excused() ? 1 : 0);
      }
    }
    return Hash.of(layout.bytes());
  }

  private static Layout add(Layout layout, MeteredPosition position) {
    return layout
        .text(position.participant())
        .i32(position.version())
        .i64(position.importWh())
        .i64(position.exportWh())
        .u8(code(position.quality()));
  }

  /** The hash of a batch, which the next one names as its predecessor. */
  public static Hash batch(SettlementBatch batch) {
    Layout layout =
        new Layout()
            .text(batch.batchId())
            .text(batch.market())
            .i64(batch.slot().startMillis())
            .i32(batch.slot().minutes())
            .i32(batch.rulebookVersion())
            .hash(batch.rulebookHash())
            .hash(batch.auctionHash())
            .hash(batch.positionsHash())
            .hash(batch.billRoot())
            .i32(batch.billLineCount())
            .hash(batch.predecessor())
            .i32(batch.postings().size());
    for (Posting posting : batch.postings()) {
      layout.text(posting.account()).i64(posting.amountNano());
    }
    return Hash.of(layout.bytes());
  }

  static int code(Quality quality) {
    return switch (quality) {
      case ACTUAL -> 0;
      case ESTIMATED -> 1;
      case SUBSTITUTED -> 2;
      case FINAL -> 3;
      case NULL -> 4;
    };
  }
}
