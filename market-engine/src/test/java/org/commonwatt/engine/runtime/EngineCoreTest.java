package org.commonwatt.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.snapshot.Snapshot;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;

class EngineCoreTest {
  private static final Snapshot.Subject SUBJECT =
      new Snapshot.Subject(Fixtures.MARKET, Keyring.NONE);
  private static final long GATE = Fixtures.START - 15 * Fixtures.MINUTE;

  @Test
  void aVerifiersComplaintHaltsTheEngineAndIsNamed() {
    EngineCore core = opened(rulebook(RefusingVerifier.REFUSED_AREA));
    assertThatThrownBy(() -> core.apply(entry(2, new Command.Tick(GATE))))
        .isInstanceOf(EngineHaltedException.class)
        .hasMessageContaining("commands offset 2")
        .hasMessageContaining("the fake verifier refuses this area");
    assertThat(core.nextCommand()).isEqualTo(2);
  }

  @Test
  void anAuctionWithoutComplaintsGoesOn() {
    EngineCore core = opened(rulebook(Fixtures.AREA));
    core.apply(entry(2, new Command.Tick(GATE)));
    assertThat(core.nextCommand()).isEqualTo(3);
  }

  @Test
  void aRecordOfAnotherMarketHaltsTheEngine() {
    EngineCore core = new EngineCore(new Snapshot.Subject("other", Keyring.NONE));
    assertThatThrownBy(() -> core.apply(entry(0, new Command.Tick(1))))
        .isInstanceOf(EngineHaltedException.class)
        .hasMessageContaining("commands offset 0")
        .hasMessageContaining("of market " + Fixtures.MARKET);
  }

  private static EngineCore opened(Rulebook rulebook) {
    EngineCore core = new EngineCore(SUBJECT);
    core.apply(entry(0, new Command.ActivateRulebook(rulebook)));
    core.apply(entry(1, new Command.Tick(Fixtures.START - 60 * Fixtures.MINUTE)));
    return core;
  }

  /** One area, in which all trade. */
  private static Rulebook rulebook(String area) {
    Rulebook r = Fixtures.rulebook();
    return new Rulebook(
        r.version(),
        r.documentHash(),
        r.market(),
        new Areas(List.of(area), List.of(), "dso"),
        r.currency(),
        r.timing(),
        r.minPriceMicroPerKwh(),
        r.maxPriceMicroPerKwh(),
        r.maxOrderWh(),
        r.supplier(),
        r.tariff(),
        r.members().stream()
            .map(m -> new Rulebook.Member(m.participant(), area, m.meters()))
            .toList(),
        r.saltSeed());
  }

  private static LogEntry entry(long offset, Command command) {
    CommandFrame.Entry entry = new CommandFrame.Entry(CommandOrigin.NONE, command);
    return new LogEntry(
        offset,
        CommandCodec.encode(Fixtures.MARKET, new CommandFrame("test", offset, List.of(entry))));
  }
}
