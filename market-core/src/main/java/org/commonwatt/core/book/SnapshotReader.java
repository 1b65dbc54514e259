package org.commonwatt.core.book;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Reads what {@link SnapshotWriter} wrote. */
final class SnapshotReader {
  private static final int HEADER = 5 * Long.BYTES;

  private final ByteBuffer in;
  private final int maxOrders;

  SnapshotReader(byte[] snapshot, BookNetwork network) {
    if (snapshot.length < HEADER + 2 * Long.BYTES || snapshot.length % Long.BYTES != 0) {
      throw new IllegalArgumentException("not a snapshot of a book: " + snapshot.length + " bytes");
    }
    in = ByteBuffer.wrap(snapshot);
    if (in.getLong() != SnapshotWriter.MAGIC) {
      throw new IllegalArgumentException("not a snapshot of a book, or of another version");
    }
    CRC32C sum = new CRC32C();
    sum.update(snapshot, 0, snapshot.length - Long.BYTES);
    if (sum.getValue() != in.getLong(snapshot.length - Long.BYTES)) {
      throw new IllegalArgumentException("the snapshot is damaged: its checksum does not match");
    }
    if (in.getLong() != NetworkPrint.of(network)) {
      throw new IllegalArgumentException("the snapshot belongs to another network");
    }
    maxOrders = (int) in.getLong();
  }

  int maxOrders() {
    return maxOrders;
  }

  void readInto(BookState state) {
    state.timeMillis = in.getLong();
    state.lastSequence = in.getLong();
    for (int slot = (int) in.getLong(); slot >= 0; slot = (int) in.getLong()) {
      read(state, slot);
    }
  }

  private void read(BookState state, int number) {
    SlotRules rules =
        new SlotRules(
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong());
    OpenSlot slot = state.open(number, rules);
    for (int link = 0; link < slot.flows.length; link++) {
      slot.minFlows[link] = in.getLong();
      slot.maxFlows[link] = in.getLong();
      slot.flows[link] = in.getLong();
    }
    for (Product product : slot.products) {
      product.reference(in.getLong());
      product.halt(in.getLong());
      for (BookSide side : product.sides) {
        read(state, product.number, side);
      }
    }
  }

  private void read(BookState state, int product, BookSide side) {
    for (int flags = (int) in.getLong(); flags >= 0; flags = (int) in.getLong()) {
      long id = in.getLong();
      long energy = in.getLong();
      long price = in.getLong();
      int owner = (int) in.getLong();
      int handle =
          state.orders.take(
              id, energy, product << 8 | flags, OrderSlab.priceAndOwner(price, owner));
      state.orders.sequence(handle, in.getLong());
      if ((flags & OrderSlab.RARE) != 0) {
        readExtras(state, handle);
      }
      if ((flags & OrderSlab.NAMED) != 0) {
        state.extras.named(handle, in.getLong());
      }
      know(state, id, handle);
      if ((flags & OrderSlab.DATED) != 0) {
        state.expiries.add(handle);
      }
      if ((flags & OrderSlab.CONDITIONAL) != 0) {
        side.addConditional(handle);
      } else {
        side.append(handle, side.sign * price);
      }
    }
  }

  /** Orders of one id are the alternatives of one order. */
  private static void know(BookState state, long id, int handle) {
    int known = state.index.find(id);
    if (known == OrderSlab.NONE) {
      state.index.add(id, handle);
    } else {
      state.join(known, handle);
    }
  }

  private void readExtras(BookState state, int handle) {
    state.extras.take(handle);
    state.extras.peak(handle, in.getLong());
    state.extras.hidden(handle, in.getLong());
    state.extras.minimum(handle, in.getLong());
    state.extras.expiry(handle, in.getLong());
  }
}
