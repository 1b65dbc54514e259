package org.commonwatt.engine.http;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.commonwatt.engine.runtime.CommittedFrame;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.identity.Account;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.MarketData;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/**
 * What the market says of who is let in: which data its rulebook keeps for who has a login, and
 * which accounts are not active. Kept at hand, so that a door does not wait for the engine. Written
 * by the engine's thread, read by all.
 */
public final class Admission {
  private final MarketEngine engine;
  private final Set<String> notActive = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Set<MarketData> loginFor;

  private Admission(MarketEngine engine) {
    this.engine = engine;
  }

  /** Follows an engine from now on; one that does not start meanwhile. */
  public static Admission of(MarketEngine engine) {
    Admission admission = new Admission(engine);
    engine.listen(admission::committed);
    engine.watch(admission::moved);
    admission.moved(engine.health());
    return admission;
  }

  /**
   * Whether any of some data is kept for who has a login.
   *
   * @throws ProblemException when the engine does not lead, and so nobody can say
   */
  boolean hides(Collection<MarketData> data) {
    if (data.isEmpty()) {
      return false;
    }
    Set<MarketData> hidden = loginFor;
    if (hidden == null) {
      EngineHealth health = engine.health();
      throw new ProblemException(
          Answers.notReady(
              health.state() == EngineState.LEADING
                  ? new EngineHealth(EngineState.RECOVERING, "begins to lead")
                  : health));
    }
    return data.stream().anyMatch(hidden::contains);
  }

  /**
   * Whether an account is more than a stranger: it acts for nobody, for an officer, or for somebody
   * whose account in the market is active. As far as this engine has heard, while it does not lead.
   */
  boolean isActive(Account account) {
    return account.participants().isEmpty() || !notActive.containsAll(account.participants());
  }

  private void moved(EngineHealth health) {
    loginFor = null;
    if (health.state() == EngineState.LEADING) {
      engine.query(
          view -> {
            notActive.clear();
            notActive.addAll(view.market().registered().notActive());
            return loginFor = hidden(view);
          });
    }
  }

  private void committed(CommittedFrame frame) {
    boolean rules = false;
    for (List<EventEnvelope> events : frame.events()) {
      for (EventEnvelope one : events) {
        if (one.event() instanceof Event.AccountChanged changed) {
          note(changed);
        }
        rules |= one.event() instanceof Event.RulebookActivated;
      }
    }
    if (rules && loginFor != null) {
      try {
        loginFor = engine.query(Admission::hidden);
      } catch (EngineNotReadyException e) {
        loginFor = null; // until it leads again
      }
    }
  }

  private void note(Event.AccountChanged changed) {
    if (changed.state() == AccountState.ACTIVE) {
      notActive.remove(changed.participant());
    } else {
      notActive.add(changed.participant());
    }
  }

  private static Set<MarketData> hidden(MarketView view) {
    Rulebook rulebook = view.market().rulebook();
    return rulebook == null ? Set.of() : rulebook.safeguards().loginFor();
  }
}
