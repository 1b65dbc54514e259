package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import org.commonwatt.log.codec.proto.SettlementProto;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/** Settlement batches and bill lines. */
final class SettlementConverter {

  private static final EnumCodes<BillLine.Kind, SettlementProto.BillLineKind> KINDS =
      new EnumCodes<>(BillLine.Kind.class, SettlementProto.BillLineKind.class, "BILL_LINE_KIND_");

  private SettlementConverter() {}

  static SettlementProto.SettlementBatch encode(SettlementBatch batch) {
    SettlementProto.SettlementBatch.Builder builder =
        SettlementProto.SettlementBatch.newBuilder()
            .setBatchId(batch.batchId())
            .setMarket(batch.market())
            .setSlot(ModelConverter.encode(batch.slot()))
            .setRulebookVersion(batch.rulebookVersion())
            .setRulebookHash(Fields.bytes(batch.rulebookHash()))
            .setAuctionHash(Fields.bytes(batch.auctionHash()))
            .setPositionsHash(Fields.bytes(batch.positionsHash()))
            .setBillRoot(Fields.bytes(batch.billRoot()))
            .setBillLineCount(batch.billLineCount())
            .setPredecessor(Fields.bytes(batch.predecessor()));
    batch.postings().forEach(posting -> builder.addPostings(encode(posting)));
    return builder.build();
  }

  static SettlementBatch decode(boolean present, SettlementProto.SettlementBatch batch) {
    required(present, batch, "batch");
    return new SettlementBatch(
        batch.getBatchId(),
        batch.getMarket(),
        ModelConverter.decode(batch.hasSlot(), batch.getSlot()),
        batch.getRulebookVersion(),
        Fields.hash(batch.getRulebookHash(), "rulebook_hash"),
        Fields.hash(batch.getAuctionHash(), "auction_hash"),
        Fields.hash(batch.getPositionsHash(), "positions_hash"),
        Fields.hash(batch.getBillRoot(), "bill_root"),
        batch.getBillLineCount(),
        Fields.hash(batch.getPredecessor(), "predecessor"),
        batch.getPostingsList().stream().map(SettlementConverter::decode).toList());
  }

  static SettlementProto.BillLine encode(BillLine line) {
    return SettlementProto.BillLine.newBuilder()
        .setParticipant(line.participant())
        .setSlot(ModelConverter.encode(line.slot()))
        .setKind(KINDS.encode(line.kind()))
        .setCounterparty(line.counterparty())
        .setTradeId(line.tradeId())
        .setEnergyWh(line.energyWh())
        .setPriceMicroPerKwh(line.priceMicroPerKwh())
        .setAmountNano(line.amountNano())
        .setSalt(Fields.bytes(line.salt()))
        .build();
  }

  static BillLine decode(SettlementProto.BillLine line) {
    known(line);
    return new BillLine(
        line.getParticipant(),
        ModelConverter.decode(line.hasSlot(), line.getSlot()),
        KINDS.decode(line.getKind(), line.getKindValue()),
        line.getCounterparty(),
        line.getTradeId(),
        line.getEnergyWh(),
        line.getPriceMicroPerKwh(),
        line.getAmountNano(),
        Fields.hash(line.getSalt(), "salt"));
  }

  private static SettlementProto.Posting encode(Posting posting) {
    return SettlementProto.Posting.newBuilder()
        .setAccount(posting.account())
        .setAmountNano(posting.amountNano())
        .build();
  }

  private static Posting decode(SettlementProto.Posting posting) {
    known(posting);
    return new Posting(posting.getAccount(), posting.getAmountNano());
  }
}
