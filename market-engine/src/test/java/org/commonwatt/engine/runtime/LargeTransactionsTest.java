package org.commonwatt.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.snapshot.Snapshot;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.Lease;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** Frames that were read together and have too many events for one transaction. */
class LargeTransactionsTest {
  private static final long START = Fixtures.START;
  private static final int ICEBERGS = 20;
  private static final int REFILLS = 1_000;

  private final List<List<byte[]>> transactions = new ArrayList<>();
  private final List<LogEntry> frames = new ArrayList<>();

  @Test
  void theFramesOfOneReadArePublishedInAsManyTransactionsAsTheirEventsNeed() {
    readTogether();
    List<List<AppliedFrame.Piece>> oneByOne = oneByOne();
    int transaction = 0;
    try (Tenure tenure = Tenure.begin(new RememberingLog(), snapshots())) {
      tenure.takeOver();
      for (int done = 0; done < frames.size(); transaction++) {
        int now = tenure.publish(frames.subList(done, frames.size())).size();
        List<List<AppliedFrame.Piece>> expected = oneByOne.subList(done, done + now);
        assertThat(bytes(expected.subList(0, now - 1))).isLessThan(Tenure.ENOUGH_BYTES);
        done += now;
        if (done < frames.size()) {
          assertThat(bytes(expected)).isGreaterThanOrEqualTo(Tenure.ENOUGH_BYTES);
        }
        byte[][] written = transactions.get(transaction).toArray(byte[][]::new);
        byte[][] wanted =
            expected.stream()
                .flatMap(List::stream)
                .map(piece -> piece.record().get())
                .toArray(byte[][]::new);
        assertThat(Arrays.deepEquals(written, wanted)).isTrue();
      }
      assertThat(tenure.core().nextCommand()).isEqualTo(frames.size());
    }
    assertThat(transactions.size()).isEqualTo(transaction).isGreaterThan(1);
  }

  private static long bytes(List<List<AppliedFrame.Piece>> frames) {
    return frames.stream().flatMap(List::stream).mapToLong(AppliedFrame.Piece::bytes).sum();
  }

  /** The records that each frame gives, without transactions. */
  private List<List<AppliedFrame.Piece>> oneByOne() {
    EngineCore core = new EngineCore(new Snapshot.Subject(Fixtures.MARKET, Keyring.NONE));
    List<List<AppliedFrame.Piece>> records = new ArrayList<>();
    frames.forEach(frame -> records.add(core.apply(frame).pieces(core.market())));
    return records;
  }

  private static Snapshots snapshots() {
    return new Snapshots(
        new MarketEngine.Settings(
            Fixtures.MARKET,
            new EmptyLog(),
            Lease.ofOneEngine("test"),
            new MarketEngine.SnapshotRules(new NoSnapshots(), Long.MAX_VALUE)));
  }

  /** Three pairs of members, each with icebergs that two orders sweep, one order in each frame. */
  private void readTogether() {
    frame(new Command.ActivateRulebook(rulebook()));
    frame(new Command.Tick(START - 15 * Fixtures.MINUTE));
    for (String pair : List.of("1", "2", "3")) {
      long price = Long.parseLong(pair) * 1_000;
      for (int i = 0; i < ICEBERGS; i++) {
        OrderTerms iceberg = OrderTerms.DEFAULT.showing(1);
        frame(order("seller-" + pair, "s" + i, Side.SELL, price, REFILLS, iceberg));
      }
      for (int sweep = 0; sweep < 2; sweep++) {
        frame(order("buyer-" + pair, "b" + sweep, Side.BUY, price, 10_000, OrderTerms.DEFAULT));
      }
    }
  }

  private void frame(Command command) {
    CommandFrame.Entry entry = new CommandFrame.Entry(CommandOrigin.NONE, command);
    long offset = frames.size();
    frames.add(
        new LogEntry(
            offset,
            CommandCodec.encode(
                Fixtures.MARKET, new CommandFrame("test", offset, List.of(entry)))));
  }

  private static Command order(
      String who, String id, Side side, long price, long energyWh, OrderTerms terms) {
    return new Command.PlaceOrder(who, id, Fixtures.AREA, START, side, price, energyWh, terms);
  }

  /** One area, in which three pairs trade continuously. */
  private static Rulebook rulebook() {
    return new Rulebook(
            1,
            Hash.ZERO,
            Fixtures.MARKET,
            Areas.single(Fixtures.AREA),
            "EUR",
            new Rulebook.Timing(15, 0, 60, 30, START),
            -100_000,
            100_000,
            1_000_000,
            "supplier",
            List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
            Stream.of("seller-1", "seller-2", "seller-3", "buyer-1", "buyer-2", "buyer-3")
                .map(who -> new Rulebook.Member(who, Fixtures.AREA, List.of("meter-" + who)))
                .toList(),
            Hash.ZERO)
        .withContinuous(new Continuous(5, 100, 0, 60, 50_000, GridFees.DEFAULT));
  }

  /** A fake that remembers what was written. */
  private final class RememberingLog extends EmptyLog {
    @Override
    public EventWriter eventWriter() {
      return new EventWriter() {
        @Override
        public void takeOver() {}

        @Override
        public void write(List<byte[]> records) {
          transactions.add(List.copyOf(records));
        }

        @Override
        public void close() {}
      };
    }
  }
}
