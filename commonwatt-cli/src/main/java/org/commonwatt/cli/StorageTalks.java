package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ServiceTerms;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that negotiate services of storage units in a served market. */
final class StorageTalks {
  private static final String EXIT_CODES =
      "Exit code 0: done; 1: the market refused it; 2: the file is none; 3: no market answers.";
  private static final int KEY_DIGITS = 64; // without what X.509 puts before them

  private StorageTalks() {}

  /** Work that a market may refuse. */
  @FunctionalInterface
  private interface Work {
    void run(PrintWriter out) throws MarketApi.Refused, IOException, InterruptedException;
  }

  private static int done(CommandSpec spec, Work work) throws IOException, InterruptedException {
    try {
      PrintWriter out = spec.commandLine().getOut();
      work.run(out);
      out.flush();
      return ExitCode.OK;
    } catch (MarketApi.Refused e) {
      return OperatorCommand.refused(spec, e);
    }
  }

  /** The key that a participant signs terms with. */
  static final class Key {
    @Option(
        names = "--key",
        paramLabel = "FILE",
        required = true,
        description = "Your key, which only you may read; it is made when there is none.")
    private Path file;

    SigningKey open() {
      try {
        return SigningKey.open(file, "a participant");
      } catch (IOException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
      }
    }

    String sign(byte[] bytes) {
      return HexFormat.of().formatHex(open().sign(bytes));
    }
  }

  /** Who negotiates, where. */
  static final class Who {
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "Who you are.")
    private String participant;

    String path(CommandSpec spec) {
      Options.requireId(spec, "PARTICIPANT", participant);
      return "/v1/accounts/" + participant + "/storage-negotiations";
    }
  }

  /** A proposal that is answered. */
  static final class Answered {
    @Mixin private final Who who = new Who();

    @Parameters(index = "1", paramLabel = "NEGOTIATION", description = "Its id.")
    private String negotiation;

    @Parameters(
        index = "2",
        paramLabel = "HASH",
        description = "Of the proposal that you have read, as `storage negotiations` shows it.")
    private String hash;

    String path(CommandSpec spec) {
      Options.requireId(spec, "NEGOTIATION", negotiation);
      return who.path(spec) + "/" + negotiation;
    }

    /**
     * The proposal as the market has it now: own negotiations first, then what anybody may take.
     */
    JsonNode proposal(CommandSpec spec) throws MarketApi.Refused, InterruptedException {
      JsonNode own = who.market.api().get(who.path(spec)).path("negotiations");
      for (JsonNode list :
          new JsonNode[] {own, who.market.api().get("/v1/storage-offers").path("offers")}) {
        for (JsonNode one : list) {
          if (one.path("negotiation").asText().equals(negotiation)) {
            return one;
          }
        }
      }
      throw new UserError(
          "there is no negotiation " + negotiation + " of yours, and no standing offer");
    }

    /** Round and hash; the market compares them with the present proposal. */
    ObjectNode answer(JsonNode proposal) {
      return StorageActs.JSON
          .createObjectNode()
          .put("round", proposal.path("round").asInt())
          .put("answered", hash);
    }
  }

  /** {@code commonwatt storage offers}. */
  @Command(
      name = "offers",
      description = "List the standing offers that anybody may accept now.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Offers implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Override
    public Integer call() throws IOException, InterruptedException {
      return done(spec, out -> list(out, market.api().get("/v1/storage-offers").path("offers")));
    }
  }

  /** {@code commonwatt storage negotiations}. */
  @Command(
      name = "negotiations",
      description = "List your negotiations: the last proposal of each, and how it stands.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Talks implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Who who = new Who();

    @Override
    public Integer call() throws IOException, InterruptedException {
      return done(
          spec, out -> list(out, who.market.api().get(who.path(spec)).path("negotiations")));
    }
  }

  private static void list(PrintWriter out, JsonNode all) {
    for (JsonNode one : all) {
      out.printf(
          "%s round %d by %s, %s until %s%n  %s%n  %s%n",
          one.path("negotiation").asText(),
          one.path("round").asInt(),
          one.path("by").asText(),
          one.path("state").asText(),
          one.path("expires").asText(),
          one.path("text").asText(),
          one.path("hash").asText());
    }
  }

  /** {@code commonwatt storage key}. */
  @Command(
      name = "key",
      description = "Say with which key you sign from now on, and show its public half.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class RegisterKey implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();
    @Mixin private final Key key = new Key();

    @Parameters(paramLabel = "PARTICIPANT", description = "Who you are.")
    private String participant;

    @Override
    public Integer call() throws IOException, InterruptedException {
      Options.requireId(spec, "PARTICIPANT", participant);
      String x509 = HexFormat.of().formatHex(key.open().publicKey());
      String hex = x509.substring(x509.length() - KEY_DIGITS);
      return done(
          spec,
          out -> {
            market
                .api()
                .put(
                    "/v1/accounts/" + participant + "/signing-key",
                    StorageActs.JSON.createObjectNode().put("key", hex));
            out.println(hex);
          });
    }
  }

  /** {@code commonwatt storage propose}. */
  @Command(
      name = "propose",
      description = {
        "Sign terms and propose them to the other party; without a customer they are a standing offer.",
        "FILE has negotiation, terms and expires of POST …/storage-negotiations."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Propose implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Who who = new Who();
    @Mixin private final Key key = new Key();

    @Parameters(index = "1", paramLabel = "FILE", description = "The terms; - reads them.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
      ObjectNode body = StorageActs.body(spec, file);
      String negotiation = body.path("negotiation").asText();
      return done(
          spec,
          out -> {
            ServiceTerms terms = terms(spec, who.market.api(), negotiation, body.path("terms"));
            body.put("signature", key.sign(terms.signedBytes()));
            proposed(out, who.market.api().post(who.path(spec), body));
          });
    }
  }

  /** {@code commonwatt storage counter}. */
  @Command(
      name = "counter",
      description = {
        "Sign other terms and propose them instead of those that you have read.",
        "FILE has terms and expires of POST …/counter-proposal."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Counter implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Answered answered = new Answered();
    @Mixin private final Key key = new Key();

    @Parameters(index = "3", paramLabel = "FILE", description = "The terms; - reads them.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
      ObjectNode body = StorageActs.body(spec, file);
      String path = answered.path(spec) + "/counter-proposal";
      return done(
          spec,
          out -> {
            MarketApi api = answered.who.market.api();
            ServiceTerms terms = terms(spec, api, answered.negotiation, body.path("terms"));
            body.setAll(answered.answer(answered.proposal(spec)));
            body.put("signature", key.sign(terms.signedBytes()));
            proposed(out, api.post(path, body));
          });
    }
  }

  /** {@code commonwatt storage accept}. */
  @Command(
      name = "accept",
      description = {
        "Show terms that were proposed to you, or a standing offer, and sign them: then the unit is",
        "committed, if it can keep them."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Accept implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Answered answered = new Answered();
    @Mixin private final Key key = new Key();

    @Override
    public Integer call() throws IOException, InterruptedException {
      String path = answered.path(spec) + "/acceptance";
      return done(
          spec,
          out -> {
            JsonNode proposal = answered.proposal(spec);
            String text = proposal.path("text").asText();
            byte[] signed = ServiceTerms.signedBytes(text);
            if (!Hash.of(signed).hex().equals(answered.hash)) {
              throw new UserError(
                  "the present proposal is another one: read it with `storage negotiations` first");
            }
            ObjectNode body = answered.answer(proposal).put("signature", key.sign(signed));
            answered.who.market.api().post(path, body);
            out.println(text);
            out.println("Accepted.");
          });
    }
  }

  /** {@code commonwatt storage end}. */
  @Command(
      name = "end",
      description = "Decline what was proposed to you, or take your own proposal back.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class End implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Answered answered = new Answered();

    @Override
    public Integer call() throws IOException, InterruptedException {
      String path = answered.path(spec) + "/end";
      return done(
          spec,
          out -> {
            ObjectNode body = answered.answer(answered.proposal(spec));
            answered.who.market.api().post(path, body);
            out.println("Ended.");
          });
    }
  }

  private static void proposed(PrintWriter out, JsonNode answer) {
    out.println(answer.path("text").asText());
    out.printf(
        "Proposed as round %d: %s%n", answer.path("round").asInt(), answer.path("hash").asText());
  }

  /** The terms that a file has, of the market that answers. */
  private static ServiceTerms terms(
      CommandSpec spec, MarketApi api, String negotiation, JsonNode terms)
      throws MarketApi.Refused, InterruptedException {
    String market = api.get("/v1/market").path("market").asText();
    try {
      return ServiceFile.terms(market, negotiation, terms);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "the terms: " + e.getMessage(), e);
    }
  }
}
