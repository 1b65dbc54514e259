package org.commonwatt.engine.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.commonwatt.core.StateReader;
import org.commonwatt.core.StateWriter;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;

/**
 * A state as bytes: numbers in 8 bytes, big-endian; texts, events and rulebooks behind their length
 * in 4. Events and rulebooks have the format that they have on the log.
 */
public final class StateBytes {
  private StateBytes() {}

  /**
   * The hash of a state's bytes.
   *
   * @param keyring seals what is sealed on the log
   * @param state writes the state
   */
  public static Hash hash(Keyring keyring, Consumer<Writer> state) {
    HashingStream hashing = new HashingStream(OutputStream.nullOutputStream());
    Writer writer = new Writer(hashing, keyring);
    state.accept(writer);
    writer.flush();
    return hashing.hash();
  }

  /**
   * A state's bytes, in memory: for small ones.
   *
   * @param keyring seals what is sealed on the log
   * @param state writes the state
   */
  public static byte[] inMemory(Keyring keyring, Consumer<Writer> state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Writer writer = new Writer(bytes, keyring);
    state.accept(writer);
    writer.flush();
    return bytes.toByteArray();
  }

  /** Writes to a stream; its faults are {@link UncheckedIOException}s. */
  public static final class Writer implements StateWriter {
    private static final int PIECE = 1 << 16;

    private final OutputStream out;
    private final Keyring keyring;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);

    /**
     * Writes to a stream, which is not closed.
     *
     * @param keyring seals what is sealed on the log
     */
    Writer(OutputStream out, Keyring keyring) {
      this.out = out;
      this.keyring = keyring;
    }

    @Override
    public void number(long value) {
      room(Long.BYTES).putLong(value);
    }

    @Override
    public void text(String value) {
      bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void event(Event value) {
      bytes(EventCodec.encodeEvent(new EventEnvelope(0, 0, 0, 1, 1, Hash.ZERO, value), keyring));
    }

    @Override
    public void rulebook(Rulebook value) {
      CommandFrame.Entry entry =
          new CommandFrame.Entry(CommandOrigin.NONE, new Command.ActivateRulebook(value));
      bytes(CommandCodec.encode(value.market(), new CommandFrame("state", 0, List.of(entry))));
    }

    /** Appends bytes behind their length. */
    public void bytes(byte[] value) {
      room(Integer.BYTES).putInt(value.length);
      if (value.length < PIECE) {
        room(value.length).put(value);
      } else {
        flush();
        pass(value, value.length);
      }
    }

    /** Hands over what is held back. */
    void flush() {
      pass(buffer.array(), buffer.position());
      buffer.clear();
    }

    private ByteBuffer room(int bytes) {
      if (buffer.remaining() < bytes) {
        flush();
      }
      return buffer;
    }

    private void pass(byte[] bytes, int length) {
      try {
        out.write(bytes, 0, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Reads what a {@link Writer} wrote; anything else is an {@link IllegalArgumentException}. */
  public static final class Reader implements StateReader {
    private final DataInputStream in;
    private final Keyring keyring;
    private long left;

    /** Reads bytes in memory from their start. */
    public Reader(byte[] bytes, Keyring keyring) {
      this(new ByteArrayInputStream(bytes), bytes.length, keyring);
    }

    /**
     * Reads a stream from where it stands; its faults are {@link UncheckedIOException}s.
     *
     * @param length where the state ends, in bytes from here
     */
    Reader(InputStream in, long length, Keyring keyring) {
      this.in = new DataInputStream(in);
      this.left = length;
      this.keyring = keyring;
    }

    @Override
    public long number() {
      take(Long.BYTES, "a number");
      try {
        return in.readLong();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public Event event() {
      try {
        return EventCodec.decodeEvent(bytes(), keyring).event();
      } catch (CodecException e) {
        throw new IllegalArgumentException(
            "the state has an event that cannot be read: " + e.getMessage(), e);
      }
    }

    @Override
    public Rulebook rulebook() {
      try {
        Command command = CommandCodec.decode(bytes()).entries().get(0).command();
        if (command instanceof Command.ActivateRulebook activate) {
          return activate.rulebook();
        }
        throw new IllegalArgumentException("the state has " + command + " for a rulebook");
      } catch (CodecException e) {
        throw new IllegalArgumentException("the state has a rulebook that cannot be read", e);
      }
    }

    /** Bytes behind their length. */
    public byte[] bytes() {
      take(Integer.BYTES, "a length");
      try {
        int length = in.readInt();
        take(length, length + " bytes");
        byte[] value = new byte[length];
        in.readFully(value);
        return value;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Whether nothing is left. */
    public boolean isAtEnd() {
      return left == 0;
    }

    private void take(int bytes, String what) {
      if (bytes < 0 || bytes > left) {
        throw new IllegalArgumentException("the state ends amid " + what);
      }
      left -= bytes;
    }
  }
}
