package org.commonwatt.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SettlementBatch;

/**
 * The hashes of docs/formats/settlement-batch.md, written a second time for the tests, with {@code
 * DataOutputStream} (whose {@code writeUTF} is the page's {@code text} for ASCII).
 */
final class DocHashes {
  private static final List<Quality> QUALITIES =
      List.of(Quality.ACTUAL, Quality.ESTIMATED, Quality.SUBSTITUTED, Quality.FINAL, Quality.NULL);

  private DocHashes() {}

  interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  static byte[] bytes(Body body) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      body.write(new DataOutputStream(bytes));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Hash salt(Hash seed, String market, long slotStart, int line) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(seed.bytes(), "HmacSHA256"));
      return Hash.ofBytes(
          mac.doFinal(
              bytes(
                  out -> {
                    out.writeUTF(market);
                    out.writeLong(slotStart);
                    out.writeInt(line);
                  })));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Hash leaf(BillLine line) {
    return Hash.of(
        bytes(
            out -> {
              out.writeByte(0);
              out.write(line.salt().bytes());
              out.writeUTF(line.participant());
              out.writeLong(line.slot().startMillis());
              out.writeInt(line.slot().minutes());
              out.writeByte(line.kind().ordinal() + 1);
              out.writeUTF(line.counterparty());
              out.writeLong(line.tradeId());
              out.writeLong(line.energyWh());
              out.writeLong(line.priceMicroPerKwh());
              out.writeLong(line.amountNano());
            }));
  }

  static Hash node(Hash left, Hash right) {
    return Hash.of(new byte[] {1}, left.bytes(), right.bytes());
  }

  static Hash auction(String area, TradeMade first, List<TradeMade> trades) {
    return Hash.of(
        bytes(
            out -> {
              out.writeUTF("m");
              out.writeUTF(area);
              out.writeLong(first.slot().startMillis());
              out.writeInt(first.slot().minutes());
              out.writeByte(1);
              out.writeLong(first.priceMicroPerKwh());
              out.writeLong(trades.stream().mapToLong(TradeMade::energyWh).sum());
              out.writeInt(trades.size());
              for (TradeMade trade : trades) {
                out.writeLong(trade.tradeId());
                out.writeLong(trade.buyOrderId());
                out.writeLong(trade.sellOrderId());
                out.writeUTF(trade.buyer());
                out.writeUTF(trade.seller());
                out.writeLong(trade.energyWh());
                out.writeLong(trade.priceMicroPerKwh());
              }
            }));
  }

  static Hash auctionWithoutOrders(String area, long slotStart) {
    return Hash.of(
        bytes(
            out -> {
              out.writeUTF("m");
              out.writeUTF(area);
              out.writeLong(slotStart);
              out.writeInt(15);
              out.writeByte(0);
              out.writeLong(0);
              out.writeLong(0);
              out.writeInt(0);
            }));
  }

  static Hash positions(List<MeteredPosition> sorted) {
    return Hash.of(
        bytes(
            out -> {
              out.writeUTF("m");
              out.writeLong(sorted.get(0).slot().startMillis());
              out.writeInt(sorted.get(0).slot().minutes());
              out.writeInt(sorted.size());
              for (MeteredPosition position : sorted) {
                out.writeUTF(position.participant());
                out.writeInt(position.version());
                out.writeLong(position.importWh());
                out.writeLong(position.exportWh());
                out.writeByte(QUALITIES.indexOf(position.quality()));
              }
            }));
  }

  static Hash batch(SettlementBatch batch) {
    return Hash.of(
        bytes(
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
            }));
  }
}
