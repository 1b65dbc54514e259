package org.commonwatt.engine.http;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import org.commonwatt.engine.readmodel.BillQueries;
import org.jspecify.annotations.Nullable;

/** Over which slots positions and flows are told: each answer adds up all rows of its range. */
final class GridRange {
  private static final int DAYS = 31;
  private static final Duration LONGEST = Duration.ofDays(DAYS);
  private static final Duration AHEAD = Duration.ofDays(7);

  private GridRange() {}

  /**
   * The parameters {@code from}, {@code to} and {@code limit}. Without one end the range is 31 days
   * from the other, without both it ends 7 days ahead of the market's time.
   *
   * @throws ProblemException when it is longer than 31 days
   */
  static BillQueries.Range of(RoutingContext ctx, ApiContext api) {
    @Nullable String first = Params.optional(ctx, "from");
    @Nullable String last = Params.optional(ctx, "to");
    Instant from;
    Instant to;
    if (first != null) {
      from = instant("from", first);
      to = last == null ? from.plus(LONGEST) : instant("to", last);
    } else {
      to = last == null ? now(api).plus(AHEAD) : instant("to", last);
      from = to.minus(LONGEST);
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw new ProblemException(
          Problem.malformed(
              "From " + from + " to " + to + " is longer than " + DAYS + " days.",
              "Ask for at most " + DAYS + " days at once."));
    }
    return new BillQueries.Range(from, to, Bills.limit(ctx));
  }

  private static Instant now(ApiContext api) {
    return Instant.ofEpochMilli(api.engine().query(view -> view.market().timeMillis()));
  }

  private static Instant instant(String name, String text) {
    return Instant.ofEpochMilli(Params.instantMillis(name, text));
  }
}
