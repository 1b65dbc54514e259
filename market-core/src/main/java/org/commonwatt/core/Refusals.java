package org.commonwatt.core;

import java.time.Instant;
import org.commonwatt.core.book.BookRejection;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Rejections that several desks give. */
final class Refusals {
  private Refusals() {}

  static Rejection notReady() {
    return new Rejection(
        RejectionCode.MARKET_NOT_READY, "the market has no rulebook yet: activate one first");
  }

  /** A rejection when a text is not an id, else null. */
  static @Nullable Rejection unlessId(String what, String text) {
    return Ids.isValid(text)
        ? null
        : new Rejection(RejectionCode.MALFORMED, Ids.complaint(what, text));
  }

  static Rejection unknownParticipant(String participant, Rules rules) {
    return new Rejection(
        RejectionCode.UNKNOWN_PARTICIPANT,
        "participant "
            + participant
            + " is not a member of market "
            + rules.rulebook().market()
            + " under rulebook "
            + rules.rulebook().version());
  }

  /** Of an account that is not active. */
  static Rejection notActive(String participant, AccountState state) {
    return new Rejection(
        RejectionCode.ACCOUNT_NOT_ACTIVE,
        "account "
            + participant
            + " is "
            + state
            + ": ask who confirms the accounts of this market");
  }

  /** What the book refused after the market's checks. */
  static Rejection byBook(BookRejection reason, OrderAccepted order) {
    return switch (reason) {
      case PRODUCT_HALTED ->
          new Rejection(
              RejectionCode.PRODUCT_HALTED,
              "trading in area "
                  + order.area()
                  + " of slot "
                  + order.slot()
                  + " is halted: cancel, make the order smaller, or wait for its end");
      case POST_ONLY_WOULD_TRADE ->
          new Rejection(
              RejectionCode.POST_ONLY_WOULD_TRADE,
              "a post-only order would trade at once at this price: choose another or send it"
                  + " without post-only");
      case BOOK_FULL ->
          new Rejection(
              RejectionCode.BOOK_FULL, "as many orders rest as the book can hold: try again later");
      default -> throw new IllegalStateException("the market's checks let through: " + reason);
    };
  }

  static Rejection misaligned(long startMillis, Rules rules) {
    return new Rejection(
        RejectionCode.SLOT_MISALIGNED,
        "no slot starts at "
            + Instant.ofEpochMilli(startMillis)
            + " or has another length: slots start every "
            + rules.rulebook().timing().slotMinutes()
            + " minutes from the full hour (UTC)");
  }
}
