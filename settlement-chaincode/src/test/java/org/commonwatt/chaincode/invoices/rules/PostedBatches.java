package org.commonwatt.chaincode.invoices.rules;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.chaincode.settlement.rules.MapState;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.commonwatt.model.Hash;

/**
 * A market's batches, posted by the settlement contract: in batch i, from 1, {@code home-01} pays i
 * and {@code home-02} 2·i to {@code home-03}.
 */
final class PostedBatches {
  private static final long START = 1_659_423_600L;
  private static final int SECONDS = 900;

  private final String market;
  private final MapState state;
  private final List<String> hashes = new ArrayList<>(List.of(Hash.ZERO.hex()));

  private PostedBatches(String market) {
    this.market = market;
    this.state = MapState.registered(market);
  }

  static PostedBatches of(String market, int count) {
    PostedBatches posted = new PostedBatches(market);
    for (int i = 1; i <= count; i++) {
      posted.hashes.add(new Settlement(posted.state).post(posted.batch(i)));
      posted.state.commit();
    }
    return posted;
  }

  /** A copy of the state that they are in. */
  MapState state() {
    MapState copy = new MapState();
    copy.committed.putAll(state.committed);
    return copy;
  }

  /** Writes their postings as versions 1 to 3 did, a row for each. */
  void putAsBefore(MapState other) {
    for (int i = 1; i < hashes.size(); i++) {
      other.committed.put("delta~" + market + "~home-01~" + id(i) + "~", Integer.toString(-i));
      other.committed.put("delta~" + market + "~home-02~" + id(i) + "~", Integer.toString(-2 * i));
    }
  }

  /** The hash of a batch, zero for 0. */
  String hash(int batch) {
    return hashes.get(batch);
  }

  /** The true invoice of batches behind one up to another. */
  String invoice(int number, String participant, int after, int to, int replaces) {
    List<Hash> roots = new ArrayList<>();
    long sum = 0;
    for (int i = after + 1; i <= to; i++) {
      roots.add(new Hash(root(i)));
      sum += (long) i * share(participant);
    }
    return ("{\"market\":\"%s\",\"number\":%d,\"participant\":\"%s\",\"after\":\"%s\","
            + "\"to\":\"%s\","
            + "\"batches\":%d,\"linesRoot\":\"%s\",\"amountNano\":\"%d\",\"replaces\":%d}")
        .formatted(
            market,
            number,
            participant,
            hash(after),
            hash(to),
            Math.max(1, to - after),
            roots.isEmpty() ? Hash.ZERO : BillsRoot.of(roots),
            sum,
            replaces);
  }

  /** The argument of {@code IndexBatches} for batches behind one up to another. */
  String indexed(int after, int to) {
    List<String> ids = new ArrayList<>();
    for (int i = after + 1; i <= to; i++) {
      ids.add("\"" + id(i) + "\"");
    }
    return "{\"market\":\"" + market + "\",\"batchIds\":[" + String.join(",", ids) + "]}";
  }

  private static int share(String participant) {
    return switch (participant) {
      case "home-01" -> -1;
      case "home-02" -> -2;
      case "home-03" -> 3;
      default -> 0;
    };
  }

  private String id(int batch) {
    return market + "." + (START + (long) batch * SECONDS) + ".initial";
  }

  private static String root(int batch) {
    return "%064x".formatted(batch);
  }

  private String batch(int number) {
    return ("{\"batchId\":\"%s\",\"market\":\"%s\",\"slotStartMillis\":%d,\"slotMinutes\":15,"
            + "\"rulebookVersion\":1,\"rulebookHash\":\"%s\",\"auctionHash\":\"%s\","
            + "\"positionsHash\":\"%s\",\"billRoot\":\"%s\",\"billLineCount\":6,"
            + "\"predecessor\":\"%s\",\"postings\":["
            + "{\"account\":\"home-01\",\"amountNano\":\"%d\"},"
            + "{\"account\":\"home-02\",\"amountNano\":\"%d\"},"
            + "{\"account\":\"home-03\",\"amountNano\":\"%d\"}]}")
        .formatted(
            id(number),
            market,
            (START + (long) number * SECONDS) * 1000,
            "1".repeat(64),
            "2".repeat(64),
            "3".repeat(64),
            root(number),
            hash(number - 1),
            -number,
            -2 * number,
            3 * number);
  }
}
