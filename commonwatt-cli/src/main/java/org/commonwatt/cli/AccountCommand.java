package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code commonwatt account}: what registrar and bank decide, and gains that their owner takes out,
 * over the API of a served market.
 */
@Command(
    name = "account",
    description = {
      "See what waits for an officer of the market, decide on accounts and deposits, and take out gains.",
      "docs/registration.md explains it."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AccountCommand.Waiting.class,
      AccountCommand.SetState.class,
      AccountCommand.Deposit.class,
      AccountCommand.PayOut.class
    })
final class AccountCommand implements Runnable {
  private static final String EXIT_CODES =
      "Exit code 0: it is done; 1: the market refuses it; 3: no market answers.";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: waiting, set, deposit or pay-out");
  }

  /** Who decides, and where. */
  static final class Officer {
    @Mixin private final MarketAddress market = new MarketAddress();

    @Option(
        names = "--officer",
        paramLabel = "ID",
        required = true,
        description = "Who decides, by the id that the rulebook has.")
    private String officer;

    /** What every decision has. */
    ObjectNode body() {
      return new JsonMapper().createObjectNode().put("officer", officer);
    }

    /** Sends a decision, and says what the market says. */
    int decide(CommandSpec spec, String path, ObjectNode body, String subject)
        throws InterruptedException {
      try {
        JsonNode answer = market.api().post(path, body);
        PrintWriter out = spec.commandLine().getOut();
        out.println(subject + " is " + answer.path("state").asText() + ".");
        out.flush();
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }
  }

  /** {@code commonwatt account waiting}. */
  @Command(
      name = "waiting",
      description = "Show the accounts, meter points and deposits that wait to be decided.",
      mixinStandardHelpOptions = true,
      footer = {"", "Exit code 0: shown; 1: the market refuses it; 3: no market answers."})
  static final class Waiting implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Option(
        names = "--purpose",
        paramLabel = "TEXT",
        defaultValue = "registrations",
        description = "What you look for; who is shown will see it; ${DEFAULT-VALUE} unless given.")
    private String purpose;

    @Override
    public Integer call() throws InterruptedException {
      try {
        MarketApi api = market.api();
        String path = "/v1/registrations";
        JsonNode page = api.get(path, purpose);
        show(page);
        while (page.path("more").asBoolean()) {
          page = api.get(path + "?cursor=" + page.path("next").asText(), purpose);
          show(page);
        }
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }

    private void show(JsonNode page) {
      PrintWriter out = spec.commandLine().getOut();
      for (JsonNode one : page.path("accounts")) {
        out.println("account      " + one.path("participant").asText());
      }
      for (JsonNode one : page.path("meterPoints")) {
        out.println("meter point  " + point(one));
      }
      for (JsonNode one : page.path("deposits")) {
        out.println(
            "deposit      "
                + one.path("participant").asText()
                + " "
                + one.path("amountNano").asText()
                + " nano-currency");
      }
      out.flush();
    }

    private static String point(JsonNode one) {
      return "%s of %s: meter %s in %s, feed-in %d W, load %d W, from %s"
          .formatted(
              one.path("meterPoint").asText(),
              one.path("participant").asText(),
              one.path("meter").asText(),
              one.path("area").asText(),
              one.path("feedInW").asLong(),
              one.path("loadW").asLong(),
              one.path("from").asText());
    }
  }

  /** What an account can be made. */
  enum State {
    ACTIVE,
    FROZEN,
    REFUSED
  }

  /** {@code commonwatt account set}. */
  @Command(
      name = "set",
      description = {
        "Confirm, refuse, freeze or unfreeze an account, as the rulebook's registrar. Freezing cancels",
        "its open orders. An account that was confirmed is frozen, not refused: its bills and trades stay."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class SetState implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Officer by = new Officer();

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "Whose account.")
    private String participant;

    @Parameters(index = "1", paramLabel = "STATE", description = "${COMPLETION-CANDIDATES}.")
    private State state;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireId(spec, "PARTICIPANT", participant);
      return by.decide(
          spec,
          "/v1/accounts/" + participant + "/state",
          by.body().put("state", state.name()),
          "The account " + participant);
    }
  }

  /** {@code commonwatt account deposit}. */
  @Command(
      name = "deposit",
      description = "Say that a deposit has come, or has not, as the rulebook's bank.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Deposit implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Officer by = new Officer();

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "Who pays in.")
    private String participant;

    @Parameters(index = "1", paramLabel = "NANO", description = "The amount that was named.")
    private long amountNano;

    @Option(names = "--refuse", description = "It has not come.")
    private boolean refused;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode body = by.body().put("participant", participant).put("amountNano", amountNano);
      return by.decide(
          spec,
          "/v1/deposits/decision",
          body.put("accepted", !refused),
          "The deposit of " + participant);
    }
  }

  /** {@code commonwatt account pay-out}. */
  @Command(
      name = "pay-out",
      description = {
        "Take gains out of a market with guarantees, as their owner. They are at the account's disposal",
        "on the ledger with the next `ledger accounts update`."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class PayOut implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "Whose gains.")
    private String participant;

    @Parameters(
        index = "1",
        paramLabel = "NANO",
        description = "How much, at most what the account has as payableNano.")
    private long amountNano;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireId(spec, "PARTICIPANT", participant);
      try {
        JsonNode answer =
            market
                .api()
                .post(
                    "/v1/accounts/" + participant + "/pay-outs",
                    new JsonMapper().createObjectNode().put("amountNano", amountNano));
        PrintWriter out = spec.commandLine().getOut();
        out.println(
            answer.path("amountNano").asText()
                + " nano-currency of "
                + participant
                + " left the market.");
        out.flush();
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }
  }
}
