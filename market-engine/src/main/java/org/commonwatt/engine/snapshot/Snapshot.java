package org.commonwatt.engine.snapshot;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Hash;

/**
 * The bytes of a snapshot: the engine's state after some event, where on the log it belongs, and
 * the SHA-256 of both. The state of a whole day is large, so it is written and read piece by piece.
 */
public final class Snapshot {
  /** Starts every snapshot; the digit is the version of what follows. */
  private static final String MAGIC = "commonwatt-snapshot-2";

  private static final int HASH_BYTES = 32;
  private static final int PIECE = 1 << 16;

  private Snapshot() {}

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

  /**
   * What a snapshot is of.
   *
   * @param market id of the market
   * @param keyring seals and opens what is sealed on the log
   */
  public record Subject(String market, Keyring keyring) {}

  /** The bytes of a snapshot, from their start; opened twice. */
  @FunctionalInterface
  public interface Source {
    /** Stands at the first byte. */
    InputStream open() throws IOException;
  }

  /**
   * Writes a snapshot.
   *
   * @param out takes the bytes, and is not closed
   * @param state writes the state
   */
  public static void write(
      OutputStream out, Subject subject, Place place, Consumer<StateBytes.Writer> state)
      throws IOException {
    HashingStream hashing = new HashingStream(out);
    try {
      StateBytes.Writer writer = new StateBytes.Writer(hashing, subject.keyring());
      writer.text(MAGIC);
      writer.number(MarketStateMachine.STATE_VERSION);
      writer.text(subject.market());
      writer.number(place.nextCommand());
      writer.number(place.sequence());
      writer.text(place.lastHash().hex());
      writer.number(place.eventsFrom());
      writer.number(place.rulebookVersion());
      state.accept(writer);
      writer.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.write(hashing.hash().bytes());
  }

  /**
   * Reads a snapshot: first all of it for its checksum, then what it says.
   *
   * @param use makes something of the place and of the state, which it must read to its end
   * @throws UnusableSnapshotException when it is damaged, or of another market or version, or has
   *     more than the state, or {@code use} refuses the state with a {@link RuntimeException}
   */
  public static <T> T read(
      Source source, Subject subject, BiFunction<Place, StateBytes.Reader, T> use)
      throws IOException {
    long length = checkedLength(source);
    try (InputStream in = new BufferedInputStream(source.open(), PIECE)) {
      StateBytes.Reader reader = new StateBytes.Reader(in, length, subject.keyring());
      T made = use.apply(place(subject.market(), reader), reader);
      if (!reader.isAtEnd()) {
        throw new UnusableSnapshotException("there is more in it than a state");
      }
      return made;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (UnusableSnapshotException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnusableSnapshotException("its state cannot be read: " + e.getMessage(), e);
    }
  }

  /** The number of bytes before the checksum, which fits them. */
  private static long checkedLength(Source source) throws IOException {
    HashingStream hashing = new HashingStream(OutputStream.nullOutputStream());
    byte[] last = new byte[0]; // what may be the checksum
    long length = 0;
    try (InputStream in = source.open()) {
      for (byte[] next = in.readNBytes(PIECE); next.length > 0; next = in.readNBytes(PIECE)) {
        byte[] both = Arrays.copyOf(last, last.length + next.length);
        System.arraycopy(next, 0, both, last.length, next.length);
        int before = Math.max(0, both.length - HASH_BYTES);
        hashing.write(both, 0, before);
        length += before;
        last = Arrays.copyOfRange(both, before, both.length);
      }
    }
    if (length < MAGIC.length()) {
      throw new UnusableSnapshotException("it is cut short");
    }
    if (!Arrays.equals(hashing.hash().bytes(), last)) {
      throw new UnusableSnapshotException("its checksum does not fit: it is damaged");
    }
    return length;
  }

  private static Place place(String market, StateBytes.Reader in) {
    if (!in.text().equals(MAGIC)) {
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
    return new Place(in.number(), in.number(), new Hash(in.text()), in.number(), in.count());
  }
}
