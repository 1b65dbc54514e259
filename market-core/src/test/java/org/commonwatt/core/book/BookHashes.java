package org.commonwatt.core.book;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.core.book.RandomBook.Setting;

/** What random commands make of books: a program of its own, so that another Java can run it. */
final class BookHashes {
  private static final int COMMANDS = 3_000;
  private static final int BETWEEN_STATES = 100;
  private static final int BETWEEN_RESTARTS = 37;

  private final MessageDigest events = sha256();
  private final MessageDigest states = sha256();
  private final Set<String> kinds = new TreeSet<>();

  private BookHashes() {}

  /**
   * What became of one book.
   *
   * @param setting which of {@link BookSettings#ALL}
   * @param kinds the kinds of its events, cancellations with their reasons
   * @param events hash of all events
   * @param states hash of its state hashes, one for each hundred commands
   */
  record Line(int setting, Set<String> kinds, String events, String states) {}

  /** Prints the version of this Java, then the lines of books that never restart. */
  public static void main(String[] arguments) {
    System.out.println(Runtime.version().feature());
    all(false).forEach(System.out::println);
  }

  /**
   * The books of all settings.
   *
   * @param restarting whether they go on from their snapshots all the time
   */
  static List<Line> all(boolean restarting) {
    List<Line> lines = new ArrayList<>();
    List<Setting> settings = new ArrayList<>(BookSettings.ALL);
    settings.addAll(BookSettings.FEW_TRADES);
    for (int setting = 0; setting < settings.size(); setting++) {
      RandomBook random = new RandomBook(300 + setting, settings.get(setting));
      lines.add(new BookHashes().run(setting, random, restarting));
    }
    return lines;
  }

  private Line run(int setting, RandomBook random, boolean restarting) {
    for (int i = 1; i <= COMMANDS; i++) {
      random.step();
      random.events().forEach(this::take);
      events.update((byte) 0); // ends a command
      if (restarting && i % BETWEEN_RESTARTS == 0) {
        random.restart();
      }
      if (i % BETWEEN_STATES == 0) {
        states.update(random.book().stateHash().hex().getBytes(StandardCharsets.UTF_8));
      }
    }
    return new Line(setting, kinds, hex(events), hex(states));
  }

  private void take(String event) {
    events.update((event + "\n").getBytes(StandardCharsets.UTF_8));
    String[] words = event.split(" ");
    boolean hasReason = words[0].equals("cancelled") || words[0].equals("rejected");
    kinds.add(hasReason ? words[0] + " " + words[words.length - 1] : words[0]);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
