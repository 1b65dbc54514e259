package org.commonwatt.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/**
 * Those who use the market: a conductor of its clock, the stream jobs, and homes that place, amend
 * and cancel orders, and pay in and take out collateral. Whoever gets no answer asks again under
 * the same id, for ever.
 */
final class Crowd {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int PAYMENTS = 20; // one for so many orders
  private static final long LAST_TICK =
      Community.START + (Community.SLOTS * 15L + 15) * Community.MINUTE;

  private final Site site;
  private final Cluster cluster;
  private long timeMillis = Community.START - 45 * Community.MINUTE;
  private int slotsMeasured;
  private int waiting;
  private int asked;
  private boolean conducted;

  Crowd(Site site, Cluster cluster) {
    this.site = site;
    this.cluster = cluster;
  }

  void start() {
    ask(
        new Command.ActivateRulebook(Community.rulebook()),
        activated -> {
          ask(Community.ofExchange(), paid -> {});
          Community.HOMES.forEach(this::payIn);
          tick();
        });
    for (String home : Community.HOMES) {
      live(home, 1);
    }
  }

  /** Whether the clock has come to the end, and nobody waits for an answer. */
  boolean isContent() {
    return conducted && waiting == 0;
  }

  /** Whether the clock has come to the end. */
  boolean isConducted() {
    return conducted;
  }

  int asked() {
    return asked;
  }

  private void tick() {
    ask(
        new Command.Tick(timeMillis),
        ticked -> {
          measure();
          if (timeMillis >= LAST_TICK) {
            conducted = true;
          } else {
            timeMillis += 5 * Community.MINUTE;
            site.scheduler().after(site.chance().millis(50, 400), this::tick);
          }
        });
  }

  /** The stream jobs: what was metered in the slots that are over, in any order of the homes. */
  private void measure() {
    while (slotsMeasured < Community.SLOTS
        && Community.slot(slotsMeasured).endMillis() <= timeMillis) {
      List<byte[]> values = new ArrayList<>();
      for (String home : Community.HOMES) {
        byte[] value =
            PositionCodec.encode(
                Community.MARKET, Community.position(site.chance(), home, slotsMeasured));
        values.add(site.chance().upTo(values.size() + 1), value);
        if (site.chance().strikes(Fault.POSITION_DOUBLED, 100)) {
          values.add(value);
        }
      }
      Collections.rotate(values, site.chance().upTo(3));
      site.broker().publishPositions(values);
      slotsMeasured++;
    }
  }

  private void live(String home, int number) {
    if (conducted) {
      return;
    }
    site.scheduler().after(site.chance().millis(50, 800), () -> live(home, number + 1));
    if (site.chance().upTo(PAYMENTS) == 0) {
      payIn(home);
    }
    Command.PlaceOrder order =
        Community.order(site.chance(), home, home + "-" + number, timeMillis);
    ask(
        order,
        placed ->
            placed
                .first(Event.OrderAccepted.class)
                .filter(accepted -> site.chance().upTo(4) == 0)
                .ifPresent(accepted -> change(home, accepted)));
  }

  private void payIn(String home) {
    ask(Community.collateral(site.chance(), home), paid -> {});
  }

  private void change(String home, Event.OrderAccepted order) {
    long price = order.priceMicroPerKwh();
    Command command =
        switch (site.chance().upTo(6)) {
          case 0 -> new Command.CancelAll(home, null);
          case 1 -> new Command.CancelAll(home, order.slot().startMillis());
          case 2 -> new Command.AmendOrder(home, order.orderId(), order.energyWh() / 2, price);
          case 3 -> new Command.AmendOrder(home, order.orderId(), order.energyWh(), price + 20_000);
          default -> new Command.CancelOrder(home, order.orderId());
        };
    ask(command, changed -> {});
  }

  private void ask(Command command, Consumer<CommandResult> answered) {
    waiting++;
    asked++;
    new Question(command, answered).send();
  }

  /** A request that is repeated until it is answered; the first answer counts. */
  private final class Question {
    private final Command command;
    private final Consumer<CommandResult> answered;
    private boolean done;

    Question(Command command, Consumer<CommandResult> answered) {
      this.command = command;
      this.answered = answered;
    }

    void send() {
      if (!done) {
        cluster.send(command, this::take);
        site.scheduler().after(PATIENCE, this::send);
      }
    }

    private void take(CommandResult result) {
      if (!done) {
        done = true;
        waiting--;
        answered.accept(result);
      }
    }
  }
}
