package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Event.DepositRequested;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Event.MeterPointRequested;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.jspecify.annotations.Nullable;

/** Answers which accounts and meter points there are: those of the rulebook and registered ones. */
public final class Registered {
  private final SlotSchedule schedule;
  private final DepositDesk deposits;
  private final AccountDesk accounts;

  Registered(SlotSchedule schedule, DepositDesk deposits, AccountDesk accounts) {
    this.schedule = schedule;
    this.deposits = deposits;
    this.accounts = accounts;
  }

  /**
   * A meter point that somebody has, had, or is to have.
   *
   * @param point what is registered of it; of one that only the rulebook names its meter is its id
   *     and its capability is 0, because the rulebook knows of none
   * @param fromMillis start of its owner's first slot, UTC; 0: since the market has it
   * @param untilMillis start of the next owner's first slot, or of another capability's; {@link
   *     Long#MAX_VALUE}: none is known
   * @param named whether it is as the rulebook names it
   */
  public record Holding(MeterPoint point, long fromMillis, long untilMillis, boolean named) {}

  /**
   * What an account may do, empty when the market knows none of this id. A member that the rulebook
   * names is active unless it is frozen.
   */
  public Optional<AccountState> state(String participant) {
    Roster roster = schedule.roster();
    AccountState registered = roster.account(participant);
    if (registered != null) {
      return Optional.of(registered);
    }
    if (!isNamed(participant)) {
      return Optional.empty();
    }
    return Optional.of(roster.isFrozen(participant) ? AccountState.FROZEN : AccountState.ACTIVE);
  }

  /** Why an account would be refused now, empty when it would be taken. */
  public Optional<Rejection> refusal(String participant) {
    return Optional.ofNullable(accounts.refusal(participant));
  }

  /** Whether an account was asked for beside those that the rulebook names. */
  public boolean isRegistered(String participant) {
    return schedule.roster().isRegistered(participant);
  }

  /** The meter points that a participant has, had lately or is to have; by id, then by slot. */
  public List<Holding> holdings(String participant) {
    List<Holding> found = new ArrayList<>();
    named(participant, found);
    for (RegisteredPoint point : schedule.roster().points().values()) {
      List<MeterPointAssigned> owners = List.copyOf(point.from(Long.MIN_VALUE));
      for (int i = 0; i < owners.size(); i++) {
        MeterPointAssigned owner = owners.get(i);
        if (owner.participant().equals(participant)) {
          long until = i + 1 < owners.size() ? owners.get(i + 1).fromMillis() : Long.MAX_VALUE;
          found.add(new Holding(owner.point(), owner.fromMillis(), until, false));
        }
      }
    }
    return found;
  }

  /** Every meter point with everybody who has it, had it lately or is to have it, by id. */
  public List<MeterPointAssigned> assignments() {
    List<MeterPointAssigned> found = new ArrayList<>();
    schedule.roster().points().values().forEach(point -> found.addAll(point.from(Long.MIN_VALUE)));
    return found;
  }

  /** What waits for the meter organisation, by meter point. */
  public List<MeterPointRequested> requests() {
    List<MeterPointRequested> found = new ArrayList<>();
    for (RegisteredPoint point : schedule.roster().points().values()) {
      MeterPointRequested asked = point.request();
      if (asked != null) {
        found.add(asked);
      }
    }
    return found;
  }

  /** The accounts that wait for the registrar, by id. */
  public List<String> requestedAccounts() {
    return schedule.roster().accounts().entrySet().stream()
        .filter(account -> account.getValue() == AccountState.REQUESTED)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The accounts that are not active: those that wait, were refused or are frozen. */
  public Collection<String> notActive() {
    Roster roster = schedule.roster();
    TreeSet<String> found = new TreeSet<>(roster.frozen());
    roster
        .accounts()
        .forEach(
            (participant, state) -> {
              if (state != AccountState.ACTIVE) {
                found.add(participant);
              }
            });
    return found;
  }

  /** The deposits that wait for the bank, by participant. */
  public List<DepositRequested> deposits() {
    return deposits.pending();
  }

  /** What a participant has named and the bank has not decided, nano-currency; 0 for nothing. */
  public long pendingNano(String participant) {
    return deposits.pendingNano(participant);
  }

  /** Everybody that a meter belongs to, belonged to lately, or is to belong to. */
  public Collection<String> ownersOf(String meter) {
    TreeMap<String, String> owners = new TreeMap<>();
    Rules rules = schedule.rules();
    if (rules != null) {
      for (Member member : rules.rulebook().members()) {
        if (member.meters().contains(meter)) {
          owners.put(member.participant(), meter);
        }
      }
    }
    String id = schedule.roster().pointOf(meter);
    RegisteredPoint point = id == null ? null : schedule.roster().point(id);
    if (point != null) {
      point.from(Long.MIN_VALUE).forEach(owner -> owners.put(owner.participant(), meter));
    }
    return owners.keySet();
  }

  private void named(String participant, List<Holding> found) {
    Rules rules = schedule.rules();
    if (rules == null) {
      return;
    }
    for (Member member : rules.rulebook().members()) {
      if (member.participant().equals(participant)) {
        for (String meter : member.meters()) {
          RegisteredPoint point = schedule.roster().point(meter);
          @Nullable MeterPointAssigned next =
              point == null ? null : point.from(Long.MIN_VALUE).stream().findFirst().orElse(null);
          found.add(
              new Holding(
                  new MeterPoint(meter, member.area(), meter, 0, 0),
                  0,
                  next == null ? Long.MAX_VALUE : next.fromMillis(),
                  true));
        }
      }
    }
  }

  private boolean isNamed(String participant) {
    Rules rules = schedule.rules();
    Rulebook rulebook = rules == null ? null : rules.rulebook();
    return rulebook != null
        && rulebook.members().stream().anyMatch(m -> m.participant().equals(participant));
  }
}
