package org.commonwatt.engine.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.log.Lease;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** The more orders and trades a snapshot has, the more events follow it before the next. */
class SnapshotIntervalTest {
  private static final int EVERY = 10;

  private final Kept store = new Kept();
  private final Snapshots snapshots =
      new Snapshots(
          new MarketEngine.Settings(
              Fixtures.MARKET,
              new EmptyLog(),
              Lease.ofOneEngine("test"),
              new MarketEngine.SnapshotRules(store, EVERY)));
  private final List<Long> taken = new ArrayList<>();
  private EngineCore core = begin();
  private long offset;

  @Test
  void aSmallStateIsWrittenAfterAsManyEventsAsAreAskedFor() {
    openMarket();
    long time = Fixtures.START - 60 * Fixtures.MINUTE;
    for (int i = 1; i <= 50; i++) {
      follow(new Command.Tick(time + i)); // one event each
    }
    assertThat(gaps()).hasSize(5).allMatch(gap -> gap == EVERY);
  }

  @Test
  void aSnapshotIsFollowedByAsManyEventsAsItHasOrders() {
    openMarket();
    orders(0, 400);
    int last = EVERY;
    for (int gap : gaps()) {
      assertThat(gap).isGreaterThanOrEqualTo(last);
      last = gap;
    }
    assertThat(gaps()).as("each doubles the one before").hasSizeBetween(4, 8);
    assertThat(last).isGreaterThan(100);
  }

  @Test
  void theIntervalIsThatOfTheStateAfterARestart() {
    openMarket();
    orders(0, 60);
    snapshots.take(core);
    core = begin();
    int places = core.keptPlaces();
    assertThat(places).isEqualTo(60);
    store.written.clear();
    orders(60, places - 1);
    assertThat(store.written).isEmpty();
    orders(60 + places - 1, 1);
    assertThat(store.written).hasSize(1);
  }

  @Test
  void aLeaderWithAStandbyWaitsTenTimesAsLong() {
    openMarket();
    orders(0, 60);
    snapshots.take(core);
    store.written.clear();
    for (int i = 60; i < 60 + 10 * 60 - 1; i++) {
      order(i);
      snapshots.afterCommit(core, false);
    }
    assertThat(store.written).isEmpty();
    order(60 + 10 * 60 - 1);
    snapshots.afterCommit(core, false);
    assertThat(store.written).hasSize(1);
  }

  @Test
  void aSnapshotThatCouldNotBeWrittenIsTriedAgainSoon() {
    for (boolean alone : new boolean[] {true, false}) {
      core = begin();
      openMarket();
      orders(0, 60);
      snapshots.take(core);
      int due = (alone ? 1 : 10) * core.keptPlaces();
      store.written.clear();
      store.full = true;
      lead(60, due, alone);
      assertThat(store.tries).as("one was due").isEqualTo(1);
      store.full = false;
      lead(60 + due, EVERY - 1, alone);
      assertThat(store.written).isEmpty();
      lead(60 + due + EVERY - 1, 1, alone);
      assertThat(store.written).hasSize(1);
      int places = core.keptPlaces();
      lead(60 + due + EVERY, places - 1, true);
      assertThat(store.written).as("from then on as usual").hasSize(1);
      lead(60 + due + EVERY + places - 1, 1, true);
      assertThat(store.written).hasSize(2);
      forget();
    }
  }

  private void lead(int first, int count, boolean alone) {
    for (int i = first; i < first + count; i++) {
      order(i);
      snapshots.afterCommit(core, alone);
    }
  }

  private void forget() {
    store.written.clear();
    store.tries = 0;
    taken.clear();
    offset = 0;
  }

  private EngineCore begin() {
    snapshots.reset();
    return snapshots.next();
  }

  private void openMarket() {
    apply(new Command.ActivateRulebook(Fixtures.rulebook()));
    apply(new Command.Tick(Fixtures.START - 60 * Fixtures.MINUTE));
    snapshots.take(core);
    taken.add(core.sequence());
  }

  private void orders(int first, int count) {
    for (int i = first; i < first + count; i++) {
      order(i);
      snapshots.whileFollowing(core, 0);
      remember();
    }
  }

  private void order(int number) {
    apply(
        new Command.PlaceOrder(
            "home-01", "o-" + number, Fixtures.AREA, Fixtures.START, Side.BUY, 100_000, 1));
  }

  private void follow(Command command) {
    apply(command);
    snapshots.whileFollowing(core, 0);
    remember();
  }

  private void remember() {
    if (!store.written.isEmpty() && store.written.lastKey() > taken.get(taken.size() - 1)) {
      taken.add(store.written.lastKey());
    }
  }

  private List<Integer> gaps() {
    List<Integer> gaps = new ArrayList<>();
    for (int i = 1; i < taken.size(); i++) {
      gaps.add((int) (taken.get(i) - taken.get(i - 1)));
    }
    return gaps;
  }

  private void apply(Command command) {
    CommandFrame.Entry entry = new CommandFrame.Entry(CommandOrigin.NONE, command);
    CommandFrame frame = new CommandFrame("test", offset, List.of(entry));
    core.apply(new LogEntry(offset++, CommandCodec.encode(Fixtures.MARKET, frame)));
  }

  /** A fake disk: the snapshots of a test, by sequence. */
  private static final class Kept implements SnapshotStore {
    private final TreeMap<Long, byte[]> written = new TreeMap<>();
    private boolean full;
    private int tries; // while it was full

    @Override
    public List<String> names() {
      return written.descendingKeySet().stream().map(String::valueOf).toList();
    }

    @Override
    public InputStream open(String name) {
      return new ByteArrayInputStream(requireNonNull(written.get(Long.valueOf(name))));
    }

    @Override
    public void write(long sequence, Content content) throws IOException {
      if (full) {
        tries++;
        throw new IOException("a full disk, planted");
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      content.writeTo(bytes);
      written.put(sequence, bytes.toByteArray());
    }

    @Override
    public int dropBefore(long sequence) {
      return 0;
    }
  }
}
