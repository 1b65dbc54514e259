package org.commonwatt.identity;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a key may be used for. */
public enum Scope {
  /** Read what its account may read. */
  READ,
  /** Act for the participants of its account: orders, disputes, webhooks. */
  TRADE,
  /** Do what only an operator may. */
  OPERATE,
  /** Make, list and revoke keys of its account. */
  KEYS,
  /** Hand in statements about batteries that its organisation has signed, and their documents. */
  ATTEST;

  /** As the API writes it: lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope that a word stands for, empty for none. */
  public static Optional<Scope> of(String word) {
    return Stream.of(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }

  /** Scopes as one text: their words in order, a blank between two. */
  static String text(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
  }

  /** The scopes of such a text; words that are not known, of a later version, grant nothing. */
  static Set<Scope> parse(String text) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : text.split(" ", -1)) {
      of(word).ifPresent(scopes::add);
    }
    return Set.copyOf(scopes);
  }
}
