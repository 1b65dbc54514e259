package org.commonwatt.audit.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.commonwatt.audit.StoredRecord;

/** Flips, drops, swaps and truncates; what comes out is never what went in. */
public final class Spoiling {
  private static final int MOST_DROPPED = 200;

  private Spoiling() {}

  /** Bytes with one bit flipped, some left out, two swapped, or cut. */
  public static byte[] bytes(byte[] honest, Random random) {
    byte[] spoilt = honest;
    while (Arrays.equals(spoilt, honest)) {
      spoilt = once(honest, random);
    }
    return spoilt;
  }

  private static byte[] once(byte[] honest, Random random) {
    int at = random.nextInt(honest.length);
    byte[] changed = honest.clone();
    switch (random.nextInt(4)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        int length = 1 + random.nextInt(Math.min(MOST_DROPPED, honest.length - at));
        changed = Arrays.copyOf(honest, honest.length - length);
        System.arraycopy(honest, at + length, changed, at, honest.length - at - length);
      }
      case 2 -> {
        int other = random.nextInt(honest.length);
        changed[at] = honest[other];
        changed[other] = honest[at];
      }
      default -> changed = Arrays.copyOf(honest, at);
    }
    return changed;
  }

  /** Records with one changed, left out or swapped with its neighbour, or cut. */
  static List<StoredRecord> records(List<StoredRecord> honest, Random random) {
    List<StoredRecord> spoilt = new ArrayList<>(honest);
    int at = random.nextInt(honest.size());
    switch (random.nextInt(4)) {
      case 0 -> {
        byte[] bytes = bytes(honest.get(at).bytes(), random);
        spoilt.set(at, new StoredRecord(honest.get(at).offset(), bytes));
      }
      case 1 -> spoilt.remove(at);
      case 2 -> {
        int next = (at + 1) % honest.size();
        if (Arrays.equals(honest.get(at).bytes(), honest.get(next).bytes())) {
          spoilt.remove(at);
          break;
        }
        Collections.swap(spoilt, at, next);
        spoilt.set(at, new StoredRecord(honest.get(at).offset(), spoilt.get(at).bytes()));
        spoilt.set(next, new StoredRecord(honest.get(next).offset(), spoilt.get(next).bytes()));
      }
      default -> spoilt.subList(at, spoilt.size()).clear();
    }
    return spoilt;
  }
}
