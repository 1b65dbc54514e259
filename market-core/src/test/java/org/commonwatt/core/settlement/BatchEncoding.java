package org.commonwatt.core.settlement;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;

/**
 * The layouts of {@code docs/formats/settlement-batch.md}, written a second time from the page
 * alone. Ids are ASCII, for which {@link DataOutputStream#writeUTF} writes the page's {@code text}.
 */
final class BatchEncoding {
  private static final List<Quality> QUALITIES =
      List.of(Quality.ACTUAL, Quality.ESTIMATED, Quality.SUBSTITUTED, Quality.FINAL, Quality.NULL);

  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private BatchEncoding() {}

  static byte[] leaf(BillLine line) {
    return bytes(
        out -> {
          out.write(line.salt().bytes());
          out.writeUTF(line.participant());
          out.writeLong(line.slot().startMillis());
          out.writeInt(line.slot().minutes());
          out.writeByte(line.kind().code());
          out.writeUTF(line.counterparty());
          out.writeLong(line.tradeId());
          out.writeLong(line.energyWh());
          out.writeLong(line.priceMicroPerKwh());
          out.writeLong(line.amountNano());
        });
  }

  static Hash salt(Hash seed, String market, long slotStartMillis, int index) {
    byte[] message =
        bytes(
            out -> {
              out.writeUTF(market);
              out.writeLong(slotStartMillis);
              out.writeInt(index);
            });
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(seed.bytes(), "HmacSHA256"));
      return Hash.ofBytes(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Hash auctionHash(SettlementInput input) {
    List<AreaCleared> areas = input.auction().areas();
    return hash(
        out -> {
          out.writeUTF(input.rulebook().market());
          out.writeUTF(areas.size() == 1 ? areas.get(0).area() : "");
          out.writeLong(input.slot().startMillis());
          out.writeInt(input.slot().minutes());
          if (areas.size() == 1) {
            writePrice(out, areas.get(0));
            out.writeLong(input.auction().volumeWh());
          } else {
            writeNetwork(out, input);
          }
          out.writeInt(input.trades().size());
          for (TradeMade trade : input.trades()) {
            out.writeLong(trade.tradeId());
            out.writeLong(trade.buyOrderId());
            out.writeLong(trade.sellOrderId());
            out.writeUTF(trade.buyer());
            out.writeUTF(trade.seller());
            out.writeLong(trade.energyWh());
            out.writeLong(trade.priceMicroPerKwh());
          }
          if (input.rulebook().continuous() != null) {
            writeContinuous(out, input.continuousTrades());
          }
        });
  }

  private static void writeContinuous(DataOutputStream out, List<ContinuousTrade> trades)
      throws IOException {
    out.writeInt(trades.size());
    for (ContinuousTrade trade : trades) {
      out.writeLong(trade.tradeId());
      out.writeLong(trade.takerOrderId());
      out.writeLong(trade.makerOrderId());
      out.writeByte(trade.takerSide() == Side.BUY ? 0 : 1);
      out.writeUTF(trade.buyer());
      out.writeUTF(trade.seller());
      out.writeUTF(trade.buyArea());
      out.writeUTF(trade.sellArea());
      out.writeLong(trade.energyWh());
      out.writeLong(trade.priceMicroPerKwh());
      out.writeLong(trade.feeMicroPerKwh());
      out.writeInt(trade.path().size());
      for (LinkFlow link : trade.path()) {
        out.writeUTF(link.from());
        out.writeUTF(link.to());
        out.writeLong(link.flowWh());
      }
    }
  }

  private static void writeNetwork(DataOutputStream out, SettlementInput input) throws IOException {
    out.writeInt(input.auction().areas().size());
    for (AreaCleared area : input.auction().areas()) {
      out.writeUTF(area.area());
      writePrice(out, area);
      out.writeLong(area.buyWh());
      out.writeLong(area.sellWh());
    }
    out.writeInt(input.auction().links().size());
    for (LinkFlow link : input.auction().links()) {
      out.writeUTF(link.from());
      out.writeUTF(link.to());
      out.writeLong(link.flowWh());
    }
  }

  private static void writePrice(DataOutputStream out, AreaCleared area) throws IOException {
    Long price = area.priceMicroPerKwh();
    out.writeByte(price == null ? 0 : 1);
    out.writeLong(price == null ? 0 : price);
  }

  static Hash positionsHash(String market, List<MeteredPosition> byMember) {
    return hash(
        out -> {
          out.writeUTF(market);
          out.writeLong(byMember.get(0).slot().startMillis());
          out.writeInt(byMember.get(0).slot().minutes());
          out.writeInt(byMember.size());
          for (MeteredPosition position : byMember) {
            out.writeUTF(position.participant());
            out.writeInt(position.version());
            out.writeLong(position.importWh());
            out.writeLong(position.exportWh());
            out.writeByte(QUALITIES.indexOf(position.quality()));
          }
        });
  }

  /** Of positions of which one has evidence, and none a secret. */
  static Hash evidencedPositionsHash(String market, List<MeteredPosition> byMember) {
    return hash(
        out -> {
          out.writeUTF("");
          out.writeUTF(market);
          out.writeLong(byMember.get(0).slot().startMillis());
          out.writeInt(byMember.get(0).slot().minutes());
          out.writeInt(byMember.size());
          for (MeteredPosition position : byMember) {
            out.write(
                hash(own -> {
                      own.write(new byte[32]);
                      own.writeUTF(position.participant());
                      own.writeInt(position.version());
                      own.writeLong(position.importWh());
                      own.writeLong(position.exportWh());
                      own.writeByte(QUALITIES.indexOf(position.quality()));
                      if (position.evidence() != null) {
                        own.write(position.evidence().bytes());
                      }
                    })
                    .bytes());
          }
        });
  }

  static Hash batchHash(SettlementBatch batch) {
    return hash(
        out -> {
          out.writeUTF(batch.batchId());
          out.writeUTF(batch.market());
          out.writeLong(batch.slot().startMillis());
          out.writeInt(batch.slot().minutes());
          out.writeInt(batch.rulebookVersion());
          out.write(batch.rulebookHash().bytes());
          out.write(batch.auctionHash().bytes());
          out.write(batch.positionsHash().bytes());
          out.write(batch.billRoot().bytes());
          out.writeInt(batch.billLineCount());
          out.write(batch.predecessor().bytes());
          out.writeInt(batch.postings().size());
          for (Posting posting : batch.postings()) {
            out.writeUTF(posting.account());
            out.writeLong(posting.amountNano());
          }
        });
  }

  private static Hash hash(Writer writer) {
    return Hash.of(bytes(writer));
  }

  private static byte[] bytes(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
