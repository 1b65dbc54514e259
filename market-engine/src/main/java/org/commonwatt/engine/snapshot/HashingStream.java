package org.commonwatt.engine.snapshot;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.commonwatt.model.Hash;

/** Passes bytes on and hashes them on their way. */
final class HashingStream extends FilterOutputStream {
  private final Hash.Digest digest = new Hash.Digest();

  HashingStream(OutputStream next) {
    super(next);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    digest.add(bytes, from, length);
    out.write(bytes, from, length);
  }

  /** The hash of all that was written; nothing may be written any more. */
  Hash hash() {
    return digest.hash();
  }
}
