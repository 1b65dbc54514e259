package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** One bit of the stored bytes is flipped, anywhere. */
class FlippedBitsPropertyTest {
  private static final List<StoredRecord> COMMANDS = WorkedExample.day().commands();
  private static final List<StoredRecord> EVENTS = WorkedExample.day().events();

  @Property(tries = 200)
  void aFlippedBitAnywhereInTheEventsIsFound(@ForAll Random random) {
    List<StoredRecord> events = new ArrayList<>(EVENTS);
    // The last event has no successor that holds its hash: its wording is not protected yet.
    flip(events, random.nextInt(events.size() - 1), random);
    assertThat(verify(COMMANDS, events).passed()).isFalse();
  }

  @Property(tries = 200)
  void aFlippedBitAnywhereInTheCommandsEndsInAReport(@ForAll Random random) {
    List<StoredRecord> commands = new ArrayList<>(COMMANDS);
    flip(commands, random.nextInt(commands.size()), random);
    assertThat(verify(commands, EVENTS).counts().blocks()).isEqualTo(2);
  }

  private static void flip(List<StoredRecord> records, int index, Random random) {
    StoredRecord record = records.get(index);
    byte[] bytes = record.bytes().clone();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    records.set(index, new StoredRecord(record.offset(), bytes));
  }

  private AuditReport verify(List<StoredRecord> commands, List<StoredRecord> events) {
    return Audit.verify(AuditInput.of(commands, events, WorkedExample.ledger()));
  }
}
