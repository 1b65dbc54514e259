package org.commonwatt.benchmarks.log;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * Prints a table for {@code docs/performance.md}: what it costs to write and to read a meter
 * reading, a position and the settlement of a slot with {@value #LINES} bill lines, in clear and
 * sealed. Processor time of the measuring thread for one record, median of rounds; and its bytes.
 */
public final class SealingCost {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String MARKET = "village";
  private static final String HOME = "home-01";
  private static final DeliverySlot SLOT = new DeliverySlot(1_659_423_600_000L, 15);
  private static final int LINES = 46;
  private static final int WARM_UP_ROUNDS = 30;
  private static final int ROUNDS = 61;
  private static final SealKey KEY = SealKey.of(new byte[SealKey.KEY_BYTES]);
  private static final Keyring KEYS = new OneKey(KEY);

  private static @Nullable Object last; // keeps results from being optimised away

  private SealingCost() {}

  /** A fake that has the same key for everybody. */
  private record OneKey(SealKey key) implements Keyring {
    @Override
    public boolean seals() {
      return true;
    }

    @Override
    public SealKey current(Subject subject) {
      return key;
    }

    @Override
    public @Nullable SealKey find(Subject subject, String keyId) {
      return key.id().equals(keyId) ? key : null;
    }

    @Override
    public boolean isErased(Subject subject, String keyId) {
      return false;
    }
  }

  /** A kind of record: how it is written with keys, and how it is read. */
  private record Kind(String name, int repeats, Writer writer, Reader reader) {}

  private interface Writer {
    byte[] write(Keyring keys);
  }

  private interface Reader {
    Object read(byte[] record, Keyring keys);
  }

  /** Measures everything. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    out.println("| record | write, clear | write, sealed | read, clear | read, sealed | bytes |");
    for (Kind kind : kinds()) {
      byte[] clear = kind.writer().write(Keyring.NONE);
      byte[] sealed = kind.writer().write(KEYS);
      out.printf(
          Locale.ROOT,
          "| %s | %.0f ns | %.0f ns | %.0f ns | %.0f ns | %d, %d |%n",
          kind.name(),
          nanos(kind, () -> kind.writer().write(Keyring.NONE)),
          nanos(kind, () -> kind.writer().write(KEYS)),
          nanos(kind, () -> kind.reader().read(clear, Keyring.NONE)),
          nanos(kind, () -> kind.reader().read(sealed, KEYS)),
          clear.length,
          sealed.length);
    }
    if (last == null) {
      throw new IllegalStateException("nothing was measured");
    }
  }

  private static List<Kind> kinds() {
    MeterReading reading = reading();
    MeteredPosition position = new MeteredPosition(HOME, SLOT, 1, 120, 40, Quality.ACTUAL);
    EventEnvelope clear = settled(false);
    EventEnvelope sealed = settled(true);
    return List.of(
        new Kind(
            "reading",
            20_000,
            keys -> ReadingCodec.encode(MARKET, reading, keys),
            ReadingCodec::decode),
        new Kind(
            "position",
            20_000,
            keys -> PositionCodec.encode(MARKET, position, keys),
            PositionCodec::decode),
        new Kind(
            "settled slot",
            500,
            keys -> EventCodec.encodeEvent(keys == Keyring.NONE ? clear : sealed, keys),
            EventCodec::decodeEvent));
  }

  /** Median processor time of one run of the work. */
  private static double nanos(Kind kind, Supplier<Object> work) {
    double[] rounds = new double[ROUNDS];
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < kind.repeats(); i++) {
        last = work.get();
      }
      if (round >= 0) {
        rounds[round] = (THREADS.getCurrentThreadCpuTime() - start) / (double) kind.repeats();
      }
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private static MeterReading reading() {
    return new MeterReading(
        HOME + "-meter",
        4_711,
        SLOT.startMillis(),
        12_345_678,
        2_345_678,
        -1_200,
        Quality.ACTUAL,
        Hash.of(new byte[] {9}));
  }

  private static EventEnvelope settled(boolean sealed) {
    List<BillLine> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      BillLine line =
          new BillLine(
              HOME,
              SLOT,
              BillLine.Kind.TRADE_BUY,
              "home-02",
              1_000 + i,
              250,
              200_000,
              -50_000_000,
              Hash.of(new byte[] {(byte) i}));
      BillLine.Seal seal = new BillLine.Seal(HOME, KEY.id(), Hash.of(new byte[] {(byte) i, 1}));
      lines.add(sealed ? line.withSeal(seal) : line);
    }
    Hash hash = Hash.of(new byte[] {7});
    SettlementBatch batch =
        new SettlementBatch(
            MARKET + ".1659423600.initial",
            MARKET,
            SLOT,
            1,
            hash,
            hash,
            hash,
            hash,
            LINES,
            hash,
            List.of(new Posting(HOME, -50_000_000), new Posting("home-02", 50_000_000)));
    return new EventEnvelope(1, 0, 0, 1, 1, hash, new Event.SlotSettled(batch, lines));
  }
}
