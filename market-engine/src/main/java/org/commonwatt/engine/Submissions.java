package org.commonwatt.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.bridge.RegistrationBridge;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.OverloadedException;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.sequencer.UnknownOutcomeException;
import org.commonwatt.engine.settlement.OriginSubmitter;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Commands of the operator of this service, each submitted until its outcome is known. */
final class Submissions {
  private static final Duration RETRY = Duration.ofMillis(100);

  private final MarketEngine engine;
  private final Sequencer sequencer;

  Submissions(MarketEngine engine, Sequencer sequencer) {
    this.engine = engine;
    this.sequencer = sequencer;
  }

  /** As {@link MarketService#activate}. */
  Optional<Rejection> activate(Rulebook rulebook, Duration timeout)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + timeout.toNanos();
    if (!engine.await(view -> true, timeout)) {
      throw new TimeoutException("the engine did not recover in " + timeout);
    }
    if (engine.query(view -> rulebook.equals(view.market().rulebook()))) {
      return Optional.empty();
    }
    Duration left = Duration.ofNanos(end - System.nanoTime());
    Optional<Event.RulebookRejected> refused =
        submitUntilAnswered(new Command.ActivateRulebook(rulebook), left)
            .first(Event.RulebookRejected.class);
    // A repeat after an unknown outcome is refused although the first attempt was taken.
    return refused
        .filter(r -> !engine.query(view -> rulebook.equals(view.market().rulebook())))
        .map(Event.RulebookRejected::rejection);
  }

  /** As {@link MarketService#register}. */
  Map<String, Rejection> register(List<Registration> files, Duration timeout)
      throws InterruptedException, TimeoutException {
    Map<String, Rejection> refused = new LinkedHashMap<>();
    for (Registration file : files) {
      submitDifference(view -> RegistrationBridge.connection(view.market(), file), timeout)
          .flatMap(result -> result.first(Event.CapabilityRejected.class))
          .ifPresent(event -> refused.put(file.account(), event.rejection()));
      submitDifference(view -> RegistrationBridge.pledge(view.market(), file), timeout)
          .flatMap(result -> result.first(Event.CollateralRejected.class))
          .ifPresent(event -> refused.put(file.account(), event.rejection()));
    }
    return refused;
  }

  /** As {@link MarketService#registerSources}. */
  Map<String, Rejection> registerSources(
      List<OriginSubmitter.Injection> injections, Duration timeout)
      throws InterruptedException, TimeoutException {
    Map<String, Rejection> refused = new LinkedHashMap<>();
    for (OriginSubmitter.Injection one : injections) {
      submitDifference(
              view -> RegistrationBridge.source(view.market(), one.account(), one.source()),
              timeout)
          .flatMap(result -> result.first(Event.SourceRejected.class))
          .ifPresent(event -> refused.put(one.account(), event.rejection()));
    }
    return refused;
  }

  /** Submits what is missing; looks again after an unknown outcome. */
  private Optional<CommandResult> submitDifference(
      Function<MarketView, Optional<CommandFrame.Entry>> difference, Duration timeout)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < end) {
      Optional<CommandFrame.Entry> missing = engine.query(difference);
      if (missing.isEmpty()) {
        return Optional.empty();
      }
      try {
        CommandResult result =
            sequencer
                .submit(missing.get().origin(), missing.get().command())
                .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        // A frame of a leader before may have carried another report under this number.
        if (result.first(Event.DuplicateIgnored.class).isEmpty()) {
          return Optional.of(result);
        }
      } catch (ExecutionException e) {
        if (!isWorthARepeat(e.getCause())) {
          throw new IllegalStateException("a command failed", e.getCause());
        }
        TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
      }
    }
    throw new TimeoutException("no answer to a registration in " + timeout);
  }

  /**
   * Submits a command again until its outcome is known.
   *
   * @throws TimeoutException when the log did not answer in time
   * @throws org.commonwatt.engine.runtime.EngineNotReadyException when the engine has stopped for
   *     good
   */
  CommandResult submitUntilAnswered(Command command, Duration timeout)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < end) {
      if (engine.health().state().isFinal()) {
        engine.query(view -> view);
      }
      try {
        return sequencer.submit(command).get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        if (!isWorthARepeat(e.getCause())) {
          throw new IllegalStateException("a command failed", e.getCause());
        }
        TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
      }
    }
    throw new TimeoutException("no answer to " + command + " in " + timeout);
  }

  private static boolean isWorthARepeat(@Nullable Throwable failure) {
    return failure instanceof UnknownOutcomeException || failure instanceof OverloadedException;
  }
}
