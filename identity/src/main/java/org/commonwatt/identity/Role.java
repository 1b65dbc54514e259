package org.commonwatt.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an account is in a market; each has one. */
public enum Role {
  /** A home that consumes and may feed in. */
  PROSUMER,
  /** Runs storage that it trades with. */
  STORAGE_OPERATOR,
  /** Runs the grid: limits links, and reads what it needs for that. */
  GRID_OPERATOR,
  /** Supervises the market: reads, and never trades. */
  REGULATOR,
  /** Runs meters: confirms meter points and hands them over, and reads refused readings. */
  METER_ORGANISATION,
  /** Confirms accounts or deposits: the rulebook's registrar or bank. */
  REGISTRATION_OFFICER,
  /** Answers for batteries and where they come from. */
  BATTERY_ORGANISATION,
  /** Runs the market's service. */
  ADMINISTRATOR;

  /** As documents and the API write it: lower case, with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a login may do that is not made for less: the first key of an account, and a person's. */
  public Set<Scope> scopes() {
    return switch (this) {
      case PROSUMER -> Set.of(Scope.READ, Scope.TRADE, Scope.KEYS);
      case STORAGE_OPERATOR -> Set.of(Scope.READ, Scope.TRADE, Scope.KEYS, Scope.ATTEST);
      case GRID_OPERATOR, ADMINISTRATOR ->
          Set.of(Scope.READ, Scope.TRADE, Scope.OPERATE, Scope.KEYS);
      case REGULATOR -> Set.of(Scope.READ, Scope.TRADE, Scope.OPERATE, Scope.KEYS, Scope.ATTEST);
      case METER_ORGANISATION -> Set.of(Scope.READ, Scope.OPERATE, Scope.KEYS, Scope.ATTEST);
      case REGISTRATION_OFFICER -> Set.of(Scope.READ, Scope.OPERATE, Scope.KEYS);
      case BATTERY_ORGANISATION -> Set.of(Scope.READ, Scope.KEYS, Scope.ATTEST);
    };
  }

  /** The role that a word stands for, empty for none. */
  public static Optional<Role> of(String word) {
    return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
