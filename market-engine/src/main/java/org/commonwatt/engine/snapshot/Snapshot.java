package org.commonwatt.engine.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.Hash;

/**
 * The engine's state after some event, and where on the log it belongs.
 *
 * @param market id of the market
 * @param place how far the state has come
 * @param state its bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record Snapshot(String market, Place place, byte[] state) {
  /** Starts every snapshot; the digit is the version of what follows. */
  private static final String MAGIC = "commonwatt-snapshot-1";

  private static final int HASH_BYTES = 32;

  /**
   * Where on the log a state belongs.
   *
   * @param nextCommand first offset on {@code commands} that is not in it
   * @param sequence the engine's number of the last event in it
   * @param lastHash hash of that event
   * @param eventsFrom an offset on {@code events} at or before that event's record
   * @param rulebookVersion the rulebook in force, 0 before the first
   */
  public record Place(
      long nextCommand, long sequence, Hash lastHash, long eventsFrom, int rulebookVersion) {}

  /** The bytes to keep: everything, then the SHA-256 of it. */
  public byte[] encode() {
    StateBytes.Writer out = new StateBytes.Writer();
    out.text(MAGIC);
    out.number(MarketStateMachine.STATE_VERSION);
    out.text(market);
    out.number(place.nextCommand());
    out.number(place.sequence());
    out.text(place.lastHash().hex());
    out.number(place.eventsFrom());
    out.number(place.rulebookVersion());
    out.bytes(state);
    byte[] content = out.toBytes();
    byte[] all = Arrays.copyOf(content, content.length + HASH_BYTES);
    System.arraycopy(Hash.of(content).bytes(), 0, all, content.length, HASH_BYTES);
    return all;
  }

  /**
   * Reads a snapshot of a market.
   *
   * @throws UnusableSnapshotException when it is damaged, or of another market or version
   */
  public static Snapshot decode(String market, byte[] bytes) {
    int length = bytes.length - HASH_BYTES;
    if (length < MAGIC.length()) {
      throw new UnusableSnapshotException("it is cut short");
    }
    byte[] content = Arrays.copyOf(bytes, length);
    byte[] checksum = Arrays.copyOfRange(bytes, length, bytes.length);
    if (!Arrays.equals(Hash.of(content).bytes(), checksum)) {
      throw new UnusableSnapshotException("its checksum does not fit: it is damaged");
    }
    try {
      return read(market, new StateBytes.Reader(content));
    } catch (IllegalArgumentException e) {
      throw new UnusableSnapshotException("it cannot be read: " + e.getMessage(), e);
    }
  }

  private static Snapshot read(String market, StateBytes.Reader in) {
    String magic = new String(in.bytes(), StandardCharsets.UTF_8);
    if (!magic.equals(MAGIC)) {
      throw new UnusableSnapshotException("it is no " + MAGIC);
    }
    long version = in.number();
    if (version != MarketStateMachine.STATE_VERSION) {
      throw new UnusableSnapshotException(
          "it has state version " + version + ", not " + MarketStateMachine.STATE_VERSION);
    }
    String owner = in.text();
    if (!owner.equals(market)) {
      throw new UnusableSnapshotException("it is of market " + owner);
    }
    Place place = new Place(in.number(), in.number(), new Hash(in.text()), in.number(), in.count());
    return new Snapshot(owner, place, in.bytes());
  }
}
