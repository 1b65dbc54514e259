package org.commonwatt.cli.community;

import java.time.Instant;
import java.util.Optional;
import org.commonwatt.cli.UserError;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Decides which rulebook a served community puts in force at its start. */
public final class NextRulebook {
  private NextRulebook() {}

  /**
   * The rulebook to activate, empty when the file's is in force already.
   *
   * @param last the rulebook in force, null for a market that was never served
   * @param file the community file
   * @param nowMillis the wall clock
   * @throws UserError when the file starts trading in the past, or drops a member or meter that
   *     slots still settle with
   */
  public static Optional<Rulebook> of(@Nullable Rulebook last, Community file, long nowMillis) {
    Rulebook wanted = file.rulebook();
    if (last == null) {
      return Optional.of(first(file, nowMillis));
    }
    if (last.documentHash().equals(wanted.documentHash())) {
      return Optional.empty();
    }
    requireAllMembers(last, wanted);
    Rulebook next =
        file.startsNext() ? wanted.withTradingStart(last.timing().tradingStartMillis()) : wanted;
    return Optional.of(next.withVersion(last.version() + 1));
  }

  /** A slot can be settled only if its start was metered, so the first one must lie ahead. */
  private static Rulebook first(Community file, long nowMillis) {
    Rulebook wanted = file.rulebook();
    long metered = nowMillis + 2_000L * file.pollSeconds();
    DeliverySlot next = DeliverySlot.containing(metered, wanted.timing().slotMinutes()).plus(1);
    if (file.startsNext()) {
      return wanted.withTradingStart(next.startMillis());
    }
    if (wanted.timing().tradingStartMillis() < next.startMillis()) {
      throw new UserError(
          "tradingStart "
              + Instant.ofEpochMilli(wanted.timing().tradingStartMillis())
              + " cannot be metered any more: write `next`, or "
              + Instant.ofEpochMilli(next.startMillis())
              + " or later");
    }
    return wanted;
  }

  private static void requireAllMembers(Rulebook last, Rulebook wanted) {
    for (Rulebook.Member member : last.members()) {
      boolean kept =
          wanted.members().stream()
              .anyMatch(
                  other ->
                      other.participant().equals(member.participant())
                          && other.meters().containsAll(member.meters()));
      if (!kept) {
        throw new UserError(
            "the community file no longer has "
                + member.participant()
                + " with "
                + String.join(", ", member.meters())
                + ", but open slots settle with them: put them back (members cannot leave yet)");
      }
    }
  }
}
