package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.commonwatt.identity.MasterKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt login}: replaces a lost login, over the API of a served market. */
@Command(
    name = "login",
    description = {
      "Replace a lost login: one asks, two approve, and whoever is handed the code recovers it.",
      "docs/identity.md#lost-logins explains it."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LoginCommand.Request.class,
      LoginCommand.Recoveries.class,
      LoginCommand.Approve.class,
      LoginCommand.Refuse.class,
      LoginCommand.Recover.class
    })
final class LoginCommand implements Runnable {
  private static final String RECOVERIES = "/v1/recoveries";
  private static final String EXIT_CODES =
      "Exit code 0: it is done; 1: the market refuses it; 3: no market answers.";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: request, recoveries, approve, refuse or recover");
  }

  /** What is asked of the market. */
  private interface Question {
    JsonNode ask() throws MarketApi.Refused, InterruptedException;
  }

  /** What is done with its answer. */
  private interface Telling {
    void tell(JsonNode answer, PrintWriter out);
  }

  private static int ask(CommandSpec spec, Question question, Telling telling)
      throws InterruptedException {
    JsonNode answer;
    try {
      answer = question.ask();
    } catch (MarketApi.Refused e) {
      return OperatorCommand.refused(spec, e);
    }
    PrintWriter out = spec.commandLine().getOut();
    telling.tell(answer, out);
    out.flush();
    return ExitCode.OK;
  }

  private static String id(CommandSpec spec, String what, String id) {
    Options.requireId(spec, what, id);
    return id;
  }

  private static void tell(JsonNode recovery, PrintWriter out) {
    out.println(
        "%s: %s, %s until %s: %s"
            .formatted(
                recovery.path("recoveryId").asText(),
                recovery.path("account").asText(),
                recovery.path("state").asText(),
                recovery.path("endsAt").asText(),
                recovery.path("reason").asText()));
    for (JsonNode step : recovery.path("steps")) {
      String by = step.path("by").asText("whoever had the code");
      out.println(
          "  %s %s by %s".formatted(step.path("at").asText(), step.path("what").asText(), by));
    }
  }

  private static void requireAbsent(String option, @Nullable Path file) {
    if (file != null && Files.exists(file)) {
      throw new UserError(option + ": " + file + " is there already");
    }
  }

  /** Keeps a secret that is told once; where that fails it is printed, or it would be lost. */
  private static void keep(String what, String secret, @Nullable Path file, PrintWriter out) {
    if (file == null) {
      out.println(what + ": " + secret);
      return;
    }
    try {
      MasterKey.writeOwnerOnly(file, secret + "\n");
      out.println(what + " is in " + file);
    } catch (IOException e) {
      out.println(file + " cannot be written: " + e);
      out.println(what + ": " + secret);
    }
  }

  /** {@code commonwatt login request}. */
  @Command(
      name = "request",
      description = {
        "Ask for a new login of an account, as an administrator or the regulator. Two of different",
        "accounts must approve it within three days."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Request implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(paramLabel = "ACCOUNT", description = "The account whose login was lost.")
    private String account;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "How you know whose it is, in up to 200 characters: its owner reads it.")
    private String reason;

    @Override
    public Integer call() throws InterruptedException {
      var body =
          new JsonMapper()
              .createObjectNode()
              .put("account", id(spec, "ACCOUNT", account))
              .put("reason", reason);
      return ask(spec, () -> market.api().post(RECOVERIES, body), LoginCommand::tell);
    }
  }

  /** {@code commonwatt login recoveries}. */
  @Command(
      name = "recoveries",
      description = "List recoveries, latest first: of your account, or all for who may see them.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Recoveries implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Option(
        names = "--purpose",
        paramLabel = "TEXT",
        defaultValue = "lost logins",
        description =
            "What for: whom the accounts act for will see it; ${DEFAULT-VALUE} unless given.")
    private String purpose;

    @Override
    public Integer call() throws InterruptedException {
      return ask(
          spec,
          () -> market.api().get(RECOVERIES, purpose),
          (answer, out) -> answer.path("recoveries").forEach(recovery -> tell(recovery, out)));
    }
  }

  /** {@code commonwatt login approve}. */
  @Command(
      name = "approve",
      description = {
        "Approve a recovery, as an administrator or the regulator. The second who does is told a",
        "code, this one time: hand it to whose login was lost."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Approve implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(paramLabel = "RECOVERY", description = "The recovery's id.")
    private String recovery;

    @Option(
        names = "--code",
        paramLabel = "FILE",
        description = "Put the code into this new file, for you alone to read; without it printed.")
    private @Nullable Path code;

    @Override
    public Integer call() throws InterruptedException {
      String path = RECOVERIES + "/" + id(spec, "RECOVERY", recovery) + "/approval";
      requireAbsent("--code", code);
      return ask(
          spec,
          () -> market.api().post(path),
          (answer, out) -> {
            tell(answer, out);
            if (answer.has("code")) {
              keep("The code", answer.path("code").asText(), code, out);
            } else {
              out.println("Another must approve it, too.");
            }
          });
    }
  }

  /** {@code commonwatt login refuse}. */
  @Command(
      name = "refuse",
      description = "Refuse a recovery for good, also when its code was told and not used yet.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Refuse implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(paramLabel = "RECOVERY", description = "The recovery's id.")
    private String recovery;

    @Override
    public Integer call() throws InterruptedException {
      String path = RECOVERIES + "/" + id(spec, "RECOVERY", recovery) + "/refusal";
      return ask(spec, () -> market.api().post(path), LoginCommand::tell);
    }
  }

  /** {@code commonwatt login recover}. */
  @Command(
      name = "recover",
      description = {
        "Use the code of a recovery: it needs no login, and gives a new one. At that moment every",
        "other login of the account ends, and its open orders are cancelled."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Recover implements Callable<Integer> {
    private static final int MAX_CODE = 200;

    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(paramLabel = "RECOVERY", description = "The recovery's id.")
    private String recovery;

    @Option(
        names = "--code",
        paramLabel = "FILE",
        required = true,
        description = "The file that has the code.")
    private Path code;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        required = true,
        description = "Put the new login into this new file, for you alone to read.")
    private Path file;

    @Override
    public Integer call() throws InterruptedException {
      String path = RECOVERIES + "/" + id(spec, "RECOVERY", recovery) + "/completion";
      requireAbsent("--out", file);
      var body = new JsonMapper().createObjectNode().put("code", read(code));
      return ask(spec, () -> market.api().post(path, body), this::tellLogin);
    }

    private void tellLogin(JsonNode answer, PrintWriter out) {
      out.println("The account " + answer.path("account").asText() + " has one login now.");
      keep("The login", answer.at("/key/login").asText(), file, out);
      for (JsonNode orders : answer.path("orders")) {
        boolean done = orders.path("status").asInt() == 200;
        String who = orders.path("participant").asText();
        out.println(
            done
                ? "The open orders of " + who + " are cancelled."
                : "The open orders of " + who + " may be open: look, and cancel them.");
      }
    }

    private static String read(Path file) {
      try {
        if (Files.size(file) > MAX_CODE) {
          throw new UserError("--code: " + file + " holds no code");
        }
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new UserError("--code: " + file + " cannot be read: " + e, e);
      }
    }
  }
}
