package org.commonwatt.ledger.embedded;

import java.util.Comparator;

/**
 * Keys in the order of their UTF-8 bytes, as a peer's database has them. Java's own order differs
 * for characters beyond U+FFFF, and the end of a composite key's range is such a character.
 */
final class KeyOrder implements Comparator<String> {
  static final KeyOrder INSTANCE = new KeyOrder();

  private KeyOrder() {}

  @Override
  public int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean bothPlain = !Character.isSurrogate(a) && !Character.isSurrogate(b);
        boolean bothPaired = Character.isSurrogate(a) && Character.isSurrogate(b);
        if (bothPlain || bothPaired) {
          return Character.compare(a, b);
        }
        return Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
