package org.commonwatt.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/**
 * Those who use the market: a conductor of its clock, the stream jobs, homes that place, amend and
 * cancel orders one by one, in batches and all at once, set dead man's switches, pay in and take
 * out collateral, and dispute their bills, and an operator who cancels auctions, busts trades,
 * lowers limits of links, and activates other rules amid the run. Whoever gets no answer asks again
 * under the same id, for ever.
 */
final class Crowd {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int PAYMENTS = 20; // one for so many orders
  private static final int SWITCHES = 10; // one for so many orders
  private static final int BATCHES = 8; // one for so many orders
  private static final int COMPLAINTS = 3; // one for so many orders
  private static final int RULED_ANEW = 12; // ticks; the last slot opens with the seventh
  private static final long SECOND = 1_000;
  private static final Duration TICK = Duration.ofMillis(300);
  private static final long LAST_TICK =
      Community.START + (Community.SLOTS * 15L + 15) * Community.MINUTE;

  private final Site site;
  private final Cluster cluster;
  private final Consumer<List<Command>> batchSent;
  private final BooleanSupplier isRecorded;
  private final StreamJobs jobs;
  private final Complaints complaints;
  private final Map<String, Event.OrderAccepted> latest = new HashMap<>(); // by home
  private final int ruledAnew; // the tick at which the second rulebook comes
  private int ticks;
  private long timeMillis = Community.START - 45 * Community.MINUTE;
  private int waiting;
  private int asked;
  private boolean conducted;

  /**
   * Nobody has asked for anything yet.
   *
   * @param history is told of every batch before it is sent, and tells the bills
   * @param isRecorded whether all slots are recorded
   */
  Crowd(Site site, Cluster cluster, History history, BooleanSupplier isRecorded) {
    this.site = site;
    this.cluster = cluster;
    this.batchSent = history::sent;
    this.isRecorded = isRecorded;
    this.jobs = new StreamJobs(site);
    this.complaints = new Complaints(site, history::settled);
    this.ruledAnew = 1 + site.chance().upTo(RULED_ANEW);
  }

  void start() {
    ask(
        new Command.ActivateRulebook(site.rulebooks().get(0)),
        activated -> {
          ask(Community.ofExchange(), paid -> {});
          Community.HOMES.forEach(this::payIn);
          jobs.runAhead();
          site.scheduler().after(site.chance().millis(0, 1_000), this::tick);
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

  /** The market's clock. */
  long timeMillis() {
    return timeMillis;
  }

  /** Lets a long time go by in the market at once. */
  void sleep(Duration time, Runnable then) {
    timeMillis += time.toMillis();
    ask(new Command.Tick(timeMillis), ticked -> then.run());
  }

  /** Everybody wants something again. */
  void comeBack() {
    timeMillis += 5 * Community.MINUTE;
    ask(new Command.Tick(timeMillis), ticked -> {});
    for (String home : Community.HOMES) {
      ask(Community.order(site.chance(), home, home + "-again", timeMillis), placed -> {});
    }
  }

  private void tick() {
    ask(
        new Command.Tick(timeMillis),
        ticked -> {
          jobs.measure(timeMillis);
          interfere(ticked);
          if (++ticks == ruledAnew) {
            ask(new Command.ActivateRulebook(site.rulebooks().get(1)), activated -> {});
          }
          if (timeMillis >= LAST_TICK) {
            conducted = true;
            tickOn();
          } else {
            timeMillis += 5 * Community.MINUTE * (1 + standstill());
            site.scheduler().after(site.chance().millis(50, 400), this::tick);
          }
        });
  }

  /** The clock goes on while slots wait: confirmations settle nothing, the next tick does. */
  private void tickOn() {
    if (!isRecorded.getAsBoolean()) {
      timeMillis += SECOND;
      site.scheduler().after(TICK, () -> ask(new Command.Tick(timeMillis), ticked -> tickOn()));
    }
  }

  /** How many ticks are left out: the platform was down, perhaps at a gate. */
  private int standstill() {
    return site.chance().strikes(Fault.CLOCK_STOOD_STILL, 80) ? site.chance().upTo(8) : 0;
  }

  /** The operator looks at what became of a command. */
  private void interfere(CommandResult seen) {
    seen.events().stream()
        .flatMap(envelope -> Community.interferes(site.chance(), envelope.event()).stream())
        .forEach(
            command ->
                site.scheduler()
                    .after(site.chance().millis(50, 3_000), () -> ask(command, taken -> {})));
  }

  private void live(String home, int number) {
    if (conducted) {
      return;
    }
    site.scheduler().after(site.chance().millis(50, 1_000), () -> live(home, number + 1));
    if (site.chance().upTo(PAYMENTS) == 0) {
      payIn(home);
    }
    if (site.chance().upTo(SWITCHES) == 0) {
      ask(Community.cancelAfter(site.chance(), home), set -> {});
    }
    if (site.chance().upTo(COMPLAINTS) == 0) {
      complaints.any().ifPresent(this::complain);
    }
    String id = home + "-" + number;
    Command.PlaceOrder order = Community.order(site.chance(), home, id, timeMillis);
    if (site.chance().upTo(BATCHES) == 0) {
      askTogether(Community.batch(site.chance(), id, latest.get(home), order));
      return;
    }
    ask(
        order,
        placed -> {
          interfere(placed);
          placed
              .first(Event.OrderAccepted.class)
              .ifPresent(
                  accepted -> {
                    latest.put(home, accepted);
                    if (site.chance().upTo(4) == 0) {
                      change(home, accepted);
                    }
                  });
        });
  }

  private void complain(Command dispute) {
    ask(
        dispute,
        taken ->
            taken
                .first(Event.DisputeOpened.class)
                .ifPresent(
                    opened -> {
                      for (int more = site.chance().upTo(4); more > 0; more--) {
                        ask(complaints.next(opened), done -> {});
                      }
                    }));
  }

  private void payIn(String home) {
    ask(Community.collateral(site.chance(), home), paid -> {});
  }

  private void change(String home, Event.OrderAccepted order) {
    long price = order.priceMicroPerKwh();
    Command command =
        switch (site.chance().upTo(6)) {
          case 0, 1 -> Community.massCancel(site.chance(), order);
          case 2 -> new Command.AmendOrder(home, order.orderId(), order.energyWh() / 2, price);
          case 3 -> new Command.AmendOrder(home, order.orderId(), order.energyWh(), price + 20_000);
          default -> new Command.CancelOrder(home, order.orderId());
        };
    ask(command, changed -> {});
  }

  private void ask(Command command, Consumer<CommandResult> answered) {
    ask(List.of(command), results -> answered.accept(results.get(0)));
  }

  private void askTogether(List<Command> batch) {
    batchSent.accept(batch);
    ask(batch, results -> results.forEach(this::interfere));
  }

  private void ask(List<Command> commands, Consumer<List<CommandResult>> answered) {
    waiting++;
    asked++;
    new Question(commands, answered).send();
  }

  /** A request that is repeated until it is answered; the first answer counts. */
  private final class Question {
    private final List<Command> commands;
    private final Consumer<List<CommandResult>> answered;
    private boolean done;

    Question(List<Command> commands, Consumer<List<CommandResult>> answered) {
      this.commands = commands;
      this.answered = answered;
    }

    void send() {
      if (!done) {
        cluster.send(commands, this::take);
        site.scheduler().after(PATIENCE, this::send);
      }
    }

    private void take(List<CommandResult> results) {
      if (!done) {
        done = true;
        waiting--;
        answered.accept(results);
      }
    }
  }
}
