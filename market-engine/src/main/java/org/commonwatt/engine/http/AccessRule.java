package org.commonwatt.engine.http;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.Scope;
import org.commonwatt.model.Ids;
import org.commonwatt.model.MarketData;
import org.jspecify.annotations.Nullable;

/**
 * Who may use an operation, as {@code x-access} of the API's document says.
 *
 * @param operation its {@code operationId}
 * @param scope that a key needs; null: it is public, and needs no login unless the rulebook says so
 * @param data what of the market's data a public operation tells
 * @param partly whether it is answered without a login all the same, without those data
 * @param owner whose data it is about
 * @param roles that an account must have one of; empty: any
 * @param readers the roles that may read others' data, and say why
 * @param unlimited whether nobody counts its requests
 */
record AccessRule(
    String operation,
    @Nullable Scope scope,
    Set<MarketData> data,
    boolean partly,
    Owner owner,
    Set<Role> roles,
    Set<Role> readers,
    boolean unlimited) {

  AccessRule {
    data = Set.copyOf(data);
    roles = Set.copyOf(roles);
    readers = Set.copyOf(readers);
  }

  /** Whose data an operation is about, and so who finds out. */
  enum Owner {
    /** Nobody's. */
    MARKET("market"),
    /** The participant in the path. */
    PARTICIPANT_PATH("participant-path"),
    /** The participant in the query. */
    PARTICIPANT_QUERY("participant-query"),
    /** Participants in the body: looked at with the commands that are made of it. */
    PARTICIPANT_BODY("participant-body"),
    /** Who the body says decides or operates: looked at with the command, too. */
    OPERATOR_BODY("operator-body"),
    /** Whose order it is: looked at when it is found. */
    ORDER("order"),
    /** Whose dispute it is: looked at when it is found. */
    DISPUTE("dispute"),
    /** Everybody's: each row is told to who may see it. */
    ALL("all"),
    /** The caller's own account. */
    ACCOUNT("account"),
    /** Whose battery it is: looked at when it is found. */
    BATTERY("battery"),
    /** Of a channel of the stream: looked at when somebody subscribes. */
    CHANNEL("channel");

    private final String word;

    Owner(String word) {
      this.word = word;
    }

    /** As the document writes it. */
    String word() {
      return word;
    }
  }

  /** Whether it needs no login, unless the rulebook keeps its data for who has one. */
  boolean isPublic() {
    return scope == null;
  }

  /** The participant that a request names where its path or query says whose data it is about. */
  Optional<String> participant(RoutingContext ctx) {
    List<String> named =
        switch (owner) {
          case PARTICIPANT_PATH -> List.of(ctx.pathParam("participant"));
          case PARTICIPANT_QUERY, ALL -> ctx.queryParam("participant");
          default -> List.of();
        };
    return named.stream().filter(Ids::isValid).findFirst(); // what is none is refused later
  }
}
