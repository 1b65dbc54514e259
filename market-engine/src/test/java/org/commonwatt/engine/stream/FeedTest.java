package org.commonwatt.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.runtime.CommittedFrame;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.work.StepByStep;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The feed's steps, taken one by one, over a real engine. The events are made up, and the contents
 * are fakes: they count.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration PULSE = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int MIB = 1 << 20;

  private TestInfra infra;
  private EngineHarness engine;
  private StepByStep workers;
  private final List<List<Delivery.Parcel>> delivered = new ArrayList<>();
  private long sequence;

  @BeforeAll
  void infra(@TempDir Path dir) {
    infra = TestInfra.broker(dir);
  }

  @AfterAll
  void noInfra() {
    infra.close();
  }

  @BeforeEach
  void start() throws Exception {
    engine = EngineHarness.leading(infra.bootstrap());
    sequence = engine.engine().query(MarketView::sequence);
    workers = new StepByStep();
    delivered.clear();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void whoAsksTheStateLooksAgainWhenTimePhasesOrRulesChange() {
    Feed feed = feed(LOOK);
    Counting home = new Counting(0);
    follow(feed, "account", "home-01", home);
    Counting told =
        new Counting(0) {
          @Override
          public boolean asksState() {
            return false;
          }
        };
    follow(feed, "orders", "home-02", told);
    List<Event> events =
        List.of(
            new Event.TimeAdvanced(Fixtures.START),
            new Event.SlotPhaseChanged(Fixtures.slot(0), SlotPhase.DELIVERY),
            new Event.RulebookActivated(2, Hash.of(new byte[] {3})));
    int looks = 0;
    for (Event event : events) {
      feed.committed(frame(event));
      workers.pass(LOOK);
      workers.step();
      assertThat(home.looks).as("after %s", event).isEqualTo(++looks);
    }
    feed.committed(frame(new Event.CancelAfterPassed("home-03", Fixtures.START, 1)));
    workers.pass(LOOK);
    workers.step();
    assertThat(home.looks).as("somebody else's affair").isEqualTo(looks);
    assertThat(told.applied).as("events that are none of its orders").isZero();
  }

  @Test
  void aHeartbeatFollowsWhatWasStillToBeAskedOfTheState() {
    Feed feed = feed(NEVER);
    follow(feed, "account", "home-01", new Counting(0));
    delivered.clear();
    feed.committed(frame(new Event.CollateralRecorded("home-01", 1, 0)));
    workers.pass(PULSE);
    workers.step();
    assertThat(types()).containsExactly("delta", "heartbeat");
  }

  @Test
  void noHeartbeatSaysThatAllWasSentWhileTheStateCannotBeAsked() {
    Feed feed = feed(LOOK);
    follow(feed, "account", "home-01", new Counting(0));
    delivered.clear();
    workers.pass(PULSE);
    workers.step();
    assertThat(types()).containsExactly("heartbeat");
    feed.committed(frame(new Event.CollateralRecorded("home-01", 1, 0)));
    engine.close(); // and nobody has told the feed yet
    workers.pass(PULSE);
    workers.step();
    assertThat(types()).containsExactly("heartbeat");
  }

  @Test
  void anAccountThatIsNoMoreKeepsNoOtherFromBeingTold() {
    Feed feed = feed(LOOK);
    follow(
        feed,
        "account",
        "home-01",
        new Counting(0) {
          @Override
          public void look(MarketView view) {
            throw new IllegalStateException("it is no member any more");
          }
        });
    follow(feed, "account", "home-02", new Counting(0));
    delivered.clear();
    for (int round = 0; round < 2; round++) {
      feed.committed(frame(new Event.ReceivablePaid("home-03", BigInteger.ONE, List.of())));
      workers.pass(LOOK);
      workers.step();
    }
    assertThat(types()).containsExactly("delta", "delta");
    assertThat(delivered.toString()).contains("home-02").doesNotContain("home-01");
  }

  @Test
  void noHeartbeatIsAheadOfWhatOthersHaveTold() {
    Feed feed = feed(LOOK);
    Topic topic = new Topic("notices", null, null, "home-01");
    Told notices = new Told(sequence);
    follow(feed, "notices", "home-01", notices);
    long begun = sequence;
    feed.committed(frame(new Event.TimeAdvanced(Fixtures.START)));
    feed.committed(frame(new Event.TimeAdvanced(Fixtures.START + 1)));
    delivered.clear();
    workers.pass(PULSE);
    workers.step();
    assertThat(delivered.toString()).contains("heartbeat").contains("\"sequence\":" + begun + "}");
    assertThat(feed.told()).containsExactly(Map.entry(topic, begun));
    feed.bring(new News(Map.of(topic, begun), begun + 1, content -> notices.told++));
    delivered.clear();
    workers.step();
    assertThat(delivered.toString())
        .contains("\"sequence\":" + (begun + 1) + ",\"previousSequence\":" + begun);
    feed.bring(new News(Map.of(topic, begun + 2), begun + 3, content -> notices.told++));
    workers.step();
    assertThat(notices.told).as("what lies in between would be missing").isEqualTo(1);
    assertThat(feed.told()).containsExactly(Map.entry(topic, begun + 1));
  }

  /** A fake of a channel that no event concerns. */
  private static final class Told extends Counting {
    private final long begun;
    int told;

    Told(long begun) {
      super(0);
      this.begun = begun;
    }

    @Override
    public Reach reach() {
      return Reach.ELSEWHERE;
    }

    @Override
    public long begunAt(long state) {
      return begun;
    }

    @Override
    public boolean asksState() {
      return false;
    }

    @Override
    public ObjectNode delta() {
      return snapshot();
    }
  }

  @Test
  void aStepEndsOnceItsMessagesAreLongAndTheNextGoesOn() {
    Feed feed = feed(LOOK);
    int asked = 10;
    for (int i = 0; i < asked; i++) {
      subscribe(feed, new Topic("account", null, null, "home-01"), new Counting(MIB));
    }
    for (int step = 0; step < asked; step++) {
      workers.step();
    }
    assertThat(types()).filteredOn("snapshot"::equals).hasSize(asked);
    assertThat(types()).filteredOn("subscribed"::equals).hasSize(asked);
    assertThat(delivered.size()).as("deliveries").isGreaterThan(2);
    for (List<Delivery.Parcel> once : delivered) {
      long bytes = once.stream().mapToLong(parcel -> parcel.message().bytes()).sum();
      assertThat(bytes).isLessThan(6L * MIB);
    }
  }

  private Feed feed(Duration look) {
    FeedLimits limits = new FeedLimits(10, 10, 10, MIB, NEVER, PULSE, look);
    return new Feed(engine.engine(), limits, workers, new Noting()).start();
  }

  private void follow(Feed feed, String channel, String participant, Content content) {
    subscribe(feed, new Topic(channel, null, null, participant), content);
    workers.step();
    assertThat(types()).contains("snapshot");
  }

  private static void subscribe(Feed feed, Topic topic, Content content) {
    feed.subscribe(new Request(topic, () -> content, null, () -> false, new Answers()));
  }

  private List<String> types() {
    List<String> types = new ArrayList<>();
    for (List<Delivery.Parcel> once : delivered) {
      for (Delivery.Parcel parcel : once) {
        String text = parcel.message().text();
        types.add(text.substring("{\"type\":\"".length()).replaceFirst("\".*", ""));
      }
    }
    return types;
  }

  private CommittedFrame frame(Event event) {
    CommandFrame frame =
        new CommandFrame(
            "test",
            1,
            List.of(new CommandFrame.Entry(CommandOrigin.NONE, new Command.Tick(Fixtures.START))));
    EventEnvelope envelope =
        new EventEnvelope(0, 0, 0, 1, ++sequence, Hash.of(new byte[] {1}), event);
    return new CommittedFrame(
        0, new byte[0], frame, List.of(List.of(envelope)), List.of(new byte[0]));
  }

  /** A fake of an account: what it tells changes whenever the state is asked. */
  private static class Counting implements Content {
    private final int length;
    int looks;
    int applied;
    private int told;

    Counting(int length) {
      this.length = length;
    }

    @Override
    public Reach reach() {
      return Reach.PARTICIPANT;
    }

    @Override
    public void begin(MarketView view, OpenOrders orders) {
      // It begins with nothing.
    }

    @Override
    public void apply(EventEnvelope event) {
      applied++;
    }

    @Override
    public boolean asksState() {
      return true;
    }

    @Override
    public void look(MarketView view) {
      looks++;
    }

    @Override
    public @Nullable ObjectNode delta() {
      if (told == looks) {
        return null;
      }
      told = looks;
      return snapshot();
    }

    @Override
    public ObjectNode snapshot() {
      return JsonNodeFactory.instance.objectNode().put("looks", looks).put("x", "x".repeat(length));
    }
  }

  private static final class Answers implements Request.Replies {
    @Override
    public Message subscribed(boolean resumed, long at) {
      return Message.of(JsonNodeFactory.instance.objectNode().put("type", "subscribed"));
    }

    @Override
    public Message refused(RuntimeException reason) {
      throw new AssertionError("refused", reason);
    }
  }

  /** Hands everything on at once, and keeps it. */
  private final class Noting implements Delivery {
    @Override
    public void deliver(List<Parcel> parcels, Runnable done) {
      delivered.add(parcels);
      done.run();
    }

    @Override
    public void end(Loss loss) {
      throw new AssertionError("the feed has ended: " + Objects.toString(loss.health()));
    }

    @Override
    public ObjectNode heartbeat(long at) {
      return JsonNodeFactory.instance.objectNode().put("type", "heartbeat").put("sequence", at);
    }
  }
}
