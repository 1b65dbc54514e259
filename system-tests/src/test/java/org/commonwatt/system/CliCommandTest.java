package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CliCommandTest {

  /** Else the processes of the slow suites would clear without the audit. */
  @Test
  void processesRunWithAssertions() {
    List<String> command = Cli.command("doctor");
    assertThat(command).contains("-ea:org.commonwatt...");
    assertThat(command).noneMatch(word -> word.startsWith("-da") || word.startsWith("-disable"));
    assertThat(command.indexOf("-ea:org.commonwatt..."))
        .isLessThan(command.indexOf("org.commonwatt.cli.Commonwatt"));
  }
}
