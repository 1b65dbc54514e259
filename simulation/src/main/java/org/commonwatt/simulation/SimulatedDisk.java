package org.commonwatt.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.commonwatt.engine.snapshot.SnapshotStore;

/** A fake of a machine's disk, which outlives its processes and does not always keep its word. */
final class SimulatedDisk {
  private static final int KEPT = 3;

  private final NavigableMap<Long, byte[]> files = new TreeMap<>();

  /** The event that the newest snapshot ends with, 0 without one. */
  long newest() {
    return files.isEmpty() ? 0 : files.lastKey();
  }

  /** Removes the snapshots before one; returns how many. */
  int dropBefore(long sequence) {
    int before = files.size();
    files.headMap(sequence, false).clear();
    return before - files.size();
  }

  /** Holds what another disk holds, and nothing else. */
  void copyOf(SimulatedDisk other) {
    files.clear();
    files.putAll(other.files);
  }

  /** A process's way to it. */
  SnapshotStore over(Uplink uplink) {
    return new Store(uplink);
  }

  private final class Store implements SnapshotStore {
    private final Uplink uplink;

    Store(Uplink uplink) {
      this.uplink = uplink;
    }

    @Override
    public List<String> names() {
      uplink.workers().requireAlive();
      List<String> names = new ArrayList<>();
      files.descendingKeySet().forEach(sequence -> names.add(sequence.toString()));
      return names;
    }

    @Override
    public InputStream open(String name) throws IOException {
      byte[] bytes = files.get(Long.parseLong(name));
      if (bytes == null) {
        throw new IOException(name + " is gone");
      }
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public void write(long sequence, Content content) throws IOException {
      uplink.workers().requireAlive();
      Chance chance = uplink.chance();
      if (chance.strikes(Fault.SNAPSHOT_DISK_FULL, 50)) {
        throw new IOException("simulated: no space left on device");
      }
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      content.writeTo(written);
      byte[] bytes = written.toByteArray();
      boolean torn = chance.strikes(Fault.SNAPSHOT_TORN, 100);
      files.put(sequence, torn ? Arrays.copyOf(bytes, chance.upTo(bytes.length)) : bytes);
      while (files.size() > KEPT) {
        files.pollFirstEntry();
      }
    }

    @Override
    public int dropBefore(long sequence) {
      uplink.workers().requireAlive();
      return SimulatedDisk.this.dropBefore(sequence);
    }
  }
}
