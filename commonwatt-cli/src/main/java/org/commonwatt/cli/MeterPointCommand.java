package org.commonwatt.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt meter-point}: what the meter organisation decides, over the API. */
@Command(
    name = "meter-point",
    description = {
      "Confirm meter points and hand them over, as the meter organisation that the rulebook names.",
      "docs/registration.md explains it; `commonwatt account waiting` shows what waits."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {MeterPointCommand.Confirm.class, MeterPointCommand.HandOver.class})
final class MeterPointCommand implements Runnable {
  private static final String EXIT_CODES =
      "Exit code 0: it is done; 1: the market refuses it; 3: no market answers.";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: confirm or hand-over");
  }

  /** {@code commonwatt meter-point confirm}. */
  @Command(
      name = "confirm",
      description = "Confirm, or refuse, what a participant asks for a meter point.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Confirm implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final AccountCommand.Officer by = new AccountCommand.Officer();

    @Parameters(index = "0", paramLabel = "POINT", description = "Id of the meter point.")
    private String point;

    @Parameters(index = "1", paramLabel = "PARTICIPANT", description = "Who asks for it.")
    private String participant;

    @Option(names = "--refuse", description = "Refuse it.")
    private boolean refused;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireId(spec, "POINT", point);
      ObjectNode body = by.body().put("participant", participant).put("accepted", !refused);
      return by.decide(
          spec, "/v1/meter-points/" + point + "/decision", body, "The meter point " + point);
    }
  }

  /** {@code commonwatt meter-point hand-over}. */
  @Command(
      name = "hand-over",
      description = {
        "Give a meter point to the next owner of its home, from a slot on that has not begun. The",
        "former owner keeps its bills; its open orders of those slots end."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class HandOver implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final AccountCommand.Officer by = new AccountCommand.Officer();

    @Parameters(
        index = "0",
        paramLabel = "POINT",
        description = "Id of the meter point; of a home of the community file, that of its meter.")
    private String point;

    @Parameters(index = "1", paramLabel = "PARTICIPANT", description = "Who has it next.")
    private String participant;

    @Parameters(
        index = "2",
        paramLabel = "SLOT",
        description = "Start of its first slot, such as 2022-08-02T19:00:00Z.")
    private Instant from;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireId(spec, "POINT", point);
      ObjectNode body = by.body().put("participant", participant).put("from", from.toString());
      return by.decide(
          spec, "/v1/meter-points/" + point + "/hand-over", body, "The meter point " + point);
    }
  }
}
