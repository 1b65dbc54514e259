package org.commonwatt.core.book;

import java.util.Arrays;

/** Some neighbours of a {@link ConditionalList}, each with the least energy that it takes, Wh. */
final class ConditionalRun {
  private int[] handles = new int[8]; // taken when the slot opens, not when it trades
  private long[] needs = new long[8];
  private int count;

  int count() {
    return count;
  }

  int handle(int index) {
    return handles[index];
  }

  long need(int index) {
    return needs[index];
  }

  void need(int index, long energy) {
    needs[index] = energy;
  }

  /** The least of all needs, {@link Long#MAX_VALUE} where nothing stands. */
  long least() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, needs[i]);
    }
    return least;
  }

  void insert(int index, int handle, long need) {
    require(count + 1);
    System.arraycopy(handles, index, handles, index + 1, count - index);
    System.arraycopy(needs, index, needs, index + 1, count - index);
    handles[index] = handle;
    needs[index] = need;
    count++;
  }

  void remove(int index) {
    count--;
    System.arraycopy(handles, index + 1, handles, index, count - index);
    System.arraycopy(needs, index + 1, needs, index, count - index);
  }

  /** Moves what stands from an index on behind the last one of another run. */
  void moveTo(ConditionalRun other, int from) {
    int moved = count - from;
    other.require(other.count + moved);
    System.arraycopy(handles, from, other.handles, other.count, moved);
    System.arraycopy(needs, from, other.needs, other.count, moved);
    other.count += moved;
    count = from;
  }

  private void require(int room) {
    if (room > handles.length) {
      int length = Math.max(room, 2 * handles.length);
      handles = Arrays.copyOf(handles, length);
      needs = Arrays.copyOf(needs, length);
    }
  }
}
