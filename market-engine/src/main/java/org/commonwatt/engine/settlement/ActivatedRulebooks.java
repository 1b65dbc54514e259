package org.commonwatt.engine.settlement;

import java.time.Duration;
import java.util.List;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.RecordReader;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rulebook;

/** Finds rulebooks: an event has only the hash; what the rulebook says stands in its command. */
final class ActivatedRulebooks {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private ActivatedRulebooks() {}

  /**
   * The rulebook that an event activated.
   *
   * @throws IllegalStateException when its command cannot be read in time
   */
  static Rulebook of(EventEnvelope activated, RegistrySubmitter.Source source) {
    long offset = activated.commandOffset();
    try (RecordReader commands = source.log().commands()) {
      commands.seek(offset);
      List<LogEntry> found = commands.poll(PATIENCE);
      if (found.isEmpty() || found.get(0).offset() != offset) {
        throw new IllegalStateException("commands offset " + offset + " cannot be read");
      }
      CommandFrame frame = CommandCodec.decode(found.get(0).value(), source.keyring());
      Command command = frame.entries().get(activated.commandIndex()).command();
      return ((Command.ActivateRulebook) command).rulebook();
    }
  }
}
