package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.cli.community.NextRulebook;
import org.commonwatt.cli.laptop.MetersOnLog.Span;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose keys an erasure may destroy, and whose rows it removes, when meters change hands. */
class MetersOnLogTest {
  private static final long FIRST = 900_000;
  private static final long NEXT = 1_800_000;

  @TempDir private Path folder;

  private MetersOnLog of(String participant, Event... events) throws IOException {
    MetersOnLog meters = new MetersOnLog(participant);
    meters.see(rulebook());
    List.of(events).forEach(meters::see);
    return meters;
  }

  private Rulebook rulebook() throws IOException {
    Path file = folder.resolve("community.yaml");
    Files.writeString(
        file,
        CommunityTemplate.render(
            new CommunityTemplate.Settings(
                2, List.of(6001, 6002), "next", 60, Hash.of(new byte[] {1}), false)));
    return NextRulebook.of(null, CommunityFile.read(file), 0).orElseThrow();
  }

  private static Event account(String participant) {
    return new Event.AccountChanged(participant, AccountState.REQUESTED);
  }

  private static Event owner(String meter, String participant, long fromMillis) {
    return new Event.MeterPointAssigned(
        participant, new MeterPoint("p-" + meter, "village", meter, 1, 1), fromMillis);
  }

  @Test
  void whoHasAnAccountIsKnownAndNobodyElse() throws Exception {
    assertThat(of("home-01").isKnown()).isTrue();
    assertThat(of("home-99").isKnown()).isFalse();
    MetersOnLog newcomer = of("newcomer", account("newcomer"));
    assertThat(newcomer.isKnown()).isTrue();
    assertThat(newcomer.own()).isEmpty();
    assertThat(newcomer.spans()).isEmpty();
  }

  @Test
  void theMeterOfANewMemberIsItsOwn() throws Exception {
    MetersOnLog newcomer = of("newcomer", account("newcomer"), owner("m-9", "newcomer", FIRST));
    assertThat(newcomer.own()).containsExactly("m-9");
    assertThat(newcomer.shared()).isEmpty();
    assertThat(newcomer.spans()).containsExactly(new Span("m-9", Long.MIN_VALUE, Long.MAX_VALUE));
    assertThat(of("home-01").own()).containsExactly("meter-01");
  }

  @Test
  void aMeterThatWasHandedOverIsNoMoreOnesOwn() throws Exception {
    Event[] events = {
      owner("meter-01", "later", NEXT), // and then for an earlier slot
      owner("meter-01", "next-owner", FIRST)
    };
    MetersOnLog former = of("home-01", events);
    assertThat(former.own()).isEmpty();
    assertThat(former.shared()).containsExactly("meter-01");
    assertThat(former.spans()).containsExactly(new Span("meter-01", Long.MIN_VALUE, FIRST));
    MetersOnLog next = of("next-owner", events);
    assertThat(next.own()).as("its key seals what the former owner measured").isEmpty();
    assertThat(next.shared()).containsExactly("meter-01");
    assertThat(next.spans()).containsExactly(new Span("meter-01", FIRST, Long.MAX_VALUE));
    MetersOnLog never = of("later", events);
    assertThat(never.isKnown()).isTrue();
    assertThat(never.spans()).isEmpty();
    assertThat(never.shared()).isEmpty();
  }
}
