package org.commonwatt.core.settlement;

import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BoundaryFlow;
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
import org.commonwatt.model.SealSecret;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;

/** The hashes of a settlement batch, by {@code docs/formats/settlement-batch.md}. */
public final class SettlementHashes {
  private SettlementHashes() {}

  /** The hash of a batch, the predecessor of the market's next. */
  public static Hash batch(SettlementBatch batch) {
    ByteLayout layout =
        new ByteLayout()
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
    return layout.sha256();
  }

  /** The hash of the slot's auction and of all its trades. */
  static Hash auction(SettlementInput input) {
    List<AreaCleared> areas = input.auction().areas();
    boolean single = areas.size() == 1;
    ByteLayout layout =
        new ByteLayout()
            .text(input.rulebook().market())
            .text(single ? areas.get(0).area() : "")
            .i64(input.slot().startMillis())
            .i32(input.slot().minutes());
    if (single) {
      price(layout, areas.get(0)).i64(areas.get(0).buyWh());
    } else {
      network(layout, input.auction());
    }
    layout.i32(input.trades().size());
    for (TradeMade trade : input.trades()) {
      layout
          .i64(trade.tradeId())
          .i64(trade.buyOrderId())
          .i64(trade.sellOrderId())
          .text(trade.buyer())
          .text(trade.seller())
          .i64(trade.energyWh())
          .i64(trade.priceMicroPerKwh());
      if (input.rulebook().safeguards().payAsBid()) {
        layout.i64(trade.surplusMicroPerKwh());
      }
    }
    if (input.rulebook().continuous() != null) {
      layout.i32(input.continuousTrades().size());
      input.continuousTrades().forEach(trade -> continuous(layout, trade));
    }
    return layout.sha256();
  }

  private static void continuous(ByteLayout layout, ContinuousTrade trade) {
    layout
        .i64(trade.tradeId())
        .i64(trade.takerOrderId())
        .i64(trade.makerOrderId())
        .u8(trade.takerSide() == Side.BUY ? 0 : 1)
        .text(trade.buyer())
        .text(trade.seller())
        .text(trade.buyArea())
        .text(trade.sellArea())
        .i64(trade.energyWh())
        .i64(trade.priceMicroPerKwh())
        .i64(trade.feeMicroPerKwh())
        .i32(trade.path().size());
    for (LinkFlow link : trade.path()) {
      layout.text(link.from()).text(link.to()).i64(link.flowWh());
    }
  }

  private static void network(ByteLayout layout, AuctionCleared auction) {
    layout.i32(auction.areas().size());
    for (AreaCleared area : auction.areas()) {
      price(layout.text(area.area()), area).i64(area.buyWh()).i64(area.sellWh());
    }
    layout.i32(auction.links().size());
    for (LinkFlow link : auction.links()) {
      layout.text(link.from()).text(link.to()).i64(link.flowWh());
    }
  }

  private static ByteLayout price(ByteLayout layout, AreaCleared area) {
    Long price = area.priceMicroPerKwh();
    return layout.u8(price == null ? 0 : 1).i64(price == null ? 0 : price);
  }

  /**
   * The hash of the members' metered positions. When any of them has a secret or evidence, each is
   * hashed with its own first, so that nobody can try out energies; an empty text, which is no id,
   * tells the layouts apart. In a market with balance responsibility the imbalance prices follow:
   * as positions, they may be others in a later run. In a market that settles losses the flows over
   * boundaries follow, and where storage services are settled what each had, for the same reason.
   */
  static Hash positions(SettlementInput input) {
    if (input.positions().stream()
        .anyMatch(position -> position.secret() != null || position.evidence() != null)) {
      return hashedPositions(input);
    }
    ByteLayout layout =
        new ByteLayout()
            .text(input.rulebook().market())
            .i64(input.slot().startMillis())
            .i32(input.slot().minutes())
            .i32(input.positions().size());
    for (MeteredPosition position : input.positions()) {
      layout
          .text(position.participant())
          .i32(position.version())
          .i64(position.importWh())
          .i64(position.exportWh())
          .u8(code(position.quality()));
    }
    return withPrices(layout, input).sha256();
  }

  private static Hash hashedPositions(SettlementInput input) {
    ByteLayout layout =
        new ByteLayout()
            .text("")
            .text(input.rulebook().market())
            .i64(input.slot().startMillis())
            .i32(input.slot().minutes())
            .i32(input.positions().size());
    for (MeteredPosition position : input.positions()) {
      SealSecret secret = position.secret();
      ByteLayout own =
          new ByteLayout()
              .hash(secret == null ? Hash.ZERO : secret.value())
              .text(position.participant())
              .i32(position.version())
              .i64(position.importWh())
              .i64(position.exportWh())
              .u8(code(position.quality()));
      Hash evidence = position.evidence();
      layout.hash((evidence == null ? own : own.hash(evidence)).sha256());
    }
    return withPrices(layout, input).sha256();
  }

  private static ByteLayout withPrices(ByteLayout layout, SettlementInput input) {
    return withBoundaries(
        input.rulebook().imbalance() == null ? layout : prices(layout, input), input);
  }

  private static ByteLayout withBoundaries(ByteLayout layout, SettlementInput input) {
    if (input.rulebook().losses() == null) {
      return withServices(layout, input);
    }
    layout.i32(input.boundaries().size());
    for (BoundaryFlow flow : input.boundaries()) {
      layout
          .text(flow.area())
          .i32(flow.version())
          .i64(flow.importWh())
          .i64(flow.exportWh())
          .u8(code(flow.quality()));
    }
    return withServices(layout, input);
  }

  private static ByteLayout withServices(ByteLayout layout, SettlementInput input) {
    if (input.rulebook().storage() == null) {
      return layout;
    }
    List<ServiceDelivery> told =
        UnitServices.of(input).stream().filter(ServiceDelivery::isAnything).toList();
    layout.i32(told.size());
    for (ServiceDelivery one : told) {
      layout
          .i64(one.service())
          .i32(one.version())
          .i64(one.committedWh())
          .i64(one.deliveredWh())
          .i64(one.leasedWh())
          .i64(one.missedWh())
          .u8(one.excused() ? 1 : 0);
    }
    return layout;
  }

  private static ByteLayout prices(ByteLayout layout, SettlementInput input) {
    layout.i32(input.imbalancePrices().size());
    for (ImbalancePrice price : input.imbalancePrices()) {
      layout
          .text(price.area())
          .i32(price.version())
          .i64(price.shortMicroPerKwh())
          .i64(price.longMicroPerKwh());
    }
    return layout;
  }

  /** The Merkle root over the leaves of bill lines. */
  public static Hash billRoot(List<BillLine> lines) {
    return MerkleTree.root(lines.stream().map(SettlementHashes::leaf).toList());
  }

  /** The hashes that lead from a line's leaf to the root over all lines of its run. */
  public static List<Hash> billPath(List<BillLine> lines, int index) {
    return MerkleTree.path(lines.stream().map(SettlementHashes::leaf).toList(), index);
  }

  /** The hash of a line's leaf: the root of the tree that has no other. */
  static Hash leafHash(BillLine line) {
    return MerkleTree.root(List.of(leaf(line)));
  }

  private static byte[] leaf(BillLine line) {
    return new ByteLayout()
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

  private static int code(Quality quality) {
    return switch (quality) {
      case ACTUAL -> 0;
      case ESTIMATED -> 1;
      case SUBSTITUTED -> 2;
      case FINAL -> 3;
      case NULL -> 4;
    };
  }
}
