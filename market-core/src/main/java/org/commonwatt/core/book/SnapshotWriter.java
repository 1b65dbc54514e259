package org.commonwatt.core.book;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Writes a book as bytes: big-endian, in the order of slots, areas, sides, prices and time. */
final class SnapshotWriter {
  /** First bytes of every snapshot: name and version of the format. */
  static final long MAGIC = 0x4357_424F_4F4B_0001L; // CWBOOK, 1

  /** The largest snapshot: the longest array that every Java machine makes. */
  static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  /** After the last slot and the last order of a side. */
  private static final long END = -1;

  private final BookState state;
  private ByteBuffer out = ByteBuffer.allocate(1 << 12);

  private SnapshotWriter(BookState state) {
    this.state = state;
  }

  static byte[] write(BookState state) {
    return new SnapshotWriter(state).write();
  }

  private byte[] write() {
    put(MAGIC);
    put(NetworkPrint.of(state.network));
    put(state.orders.limit());
    put(state.timeMillis);
    put(state.lastSequence);
    for (int number = 0; number < state.slotsEnd; number++) {
      OpenSlot slot = state.slots[number];
      if (slot != null) {
        put(slot);
      }
    }
    put(END);
    CRC32C sum = new CRC32C();
    sum.update(out.array(), 0, out.position());
    put(sum.getValue());
    return Arrays.copyOf(out.array(), out.position());
  }

  private void put(OpenSlot slot) {
    put(slot.number);
    SlotRules rules = slot.rules;
    put(rules.tickMicroPerKwh());
    put(rules.minPriceMicroPerKwh());
    put(rules.maxPriceMicroPerKwh());
    put(rules.maxEnergyWh());
    put(rules.bandMicroPerKwh());
    put(rules.haltMillis());
    put(rules.protectionMicroPerKwh());
    for (int link = 0; link < slot.flows.length; link++) {
      put(slot.minFlows[link]);
      put(slot.maxFlows[link]);
      put(slot.flows[link]);
    }
    for (Product product : slot.products) {
      put(product.reference());
      put(product.haltedUntil());
      for (BookSide side : product.sides) {
        put(side);
      }
    }
  }

  private void put(BookSide side) {
    PriceLadder ladder = side.ladder;
    for (long rank = ladder.best(); rank != PriceLadder.NO_RANK; rank = ladder.after(rank)) {
      int handle = side.head(rank);
      for (; handle != OrderSlab.NONE; handle = state.orders.next(handle)) {
        putOrder(handle);
      }
    }
    ConditionalList list = side.conditional;
    for (int handle = list.first(); handle != OrderSlab.NONE; handle = list.after(handle)) {
      putOrder(handle);
    }
    put(END);
  }

  private void putOrder(int handle) {
    int flags = state.orders.flags(handle);
    put(flags);
    put(state.orders.id(handle));
    put(state.orders.energy(handle));
    put(state.orders.price(handle));
    put(state.orders.owner(handle));
    put(state.orders.sequence(handle));
    if ((flags & OrderSlab.RARE) != 0) {
      put(state.extras.peak(handle));
      put(state.extras.hidden(handle));
      put(state.extras.minimum(handle));
      put(state.extras.expiry(handle));
    }
    if ((flags & OrderSlab.NAMED) != 0) {
      put(Named.withoutNext(state.extras.named(handle)));
    }
  }

  private void put(long value) {
    if (out.remaining() < Long.BYTES) {
      out = ByteBuffer.allocate(larger(out.capacity())).put(out.flip());
    }
    out.putLong(value);
  }

  /** Twice a capacity, or the largest there is. */
  static int larger(int capacity) {
    if (capacity == MAX_BYTES) {
      throw new IllegalStateException(
          "a snapshot of this book would be larger than " + MAX_BYTES + " bytes");
    }
    return (int) Math.min(2L * capacity, MAX_BYTES);
  }
}
