package org.commonwatt.engine.snapshot;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  /** Writes into memory. */
  public static final class Writer implements StateWriter {
    private final Keyring keyring;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 12);

    /** Writes in clear what is in clear on the log, and has no keys for the rest. */
    public Writer() {
      this(Keyring.NONE);
    }

    /** Seals what is sealed on the log. */
    public Writer(Keyring keyring) {
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
      room(value.length).put(value);
    }

    /** All that was written. */
    public byte[] toBytes() {
      byte[] written = new byte[buffer.position()];
      buffer.duplicate().flip().get(written);
      return written;
    }

    private ByteBuffer room(int bytes) {
      if (buffer.remaining() < bytes) {
        int size = Math.addExact(buffer.position(), bytes);
        ByteBuffer larger = ByteBuffer.allocate(Math.addExact(size, size / 2));
        larger.put(buffer.flip());
        buffer = larger;
      }
      return buffer;
    }
  }

  /** Reads what a {@link Writer} wrote; anything else is an {@link IllegalArgumentException}. */
  public static final class Reader implements StateReader {
    private final ByteBuffer buffer;
    private final Keyring keyring;

    /** Reads bytes from their start; what is sealed in them cannot be read. */
    public Reader(byte[] bytes) {
      this(bytes, Keyring.NONE);
    }

    /** Reads bytes from their start. */
    public Reader(byte[] bytes, Keyring keyring) {
      this.buffer = ByteBuffer.wrap(bytes);
      this.keyring = keyring;
    }

    @Override
    public long number() {
      try {
        return buffer.getLong();
      } catch (BufferUnderflowException e) {
        throw new IllegalArgumentException("the state ends amid a number", e);
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
      try {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
          throw new IllegalArgumentException("the state ends amid " + length + " bytes");
        }
        byte[] value = new byte[length];
        buffer.get(value);
        return value;
      } catch (BufferUnderflowException e) {
        throw new IllegalArgumentException("the state ends amid a length", e);
      }
    }

    /** Whether nothing is left. */
    public boolean isAtEnd() {
      return !buffer.hasRemaining();
    }
  }
}
