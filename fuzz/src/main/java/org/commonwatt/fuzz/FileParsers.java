package org.commonwatt.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.commonwatt.battery.code.BatteryCodes;
import org.commonwatt.battery.code.DecodedCode;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.battery.StatementFile;
import org.commonwatt.cli.battery.StatementGaps;
import org.commonwatt.cli.clearing.ClearRun;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.cli.community.SurveillanceFile;
import org.commonwatt.cli.laptop.ProviderFile;
import org.commonwatt.cli.storage.AdviceRun;
import org.commonwatt.cli.storage.AuctionRun;
import org.commonwatt.flink.vee.RulesFile;
import org.commonwatt.flink.vee.RulesFileException;
import org.commonwatt.ingest.config.ConfigException;
import org.commonwatt.ingest.config.DevicesFile;
import org.commonwatt.ingest.config.RegisterMapFile;
import org.commonwatt.model.Hash;

/** Files that people and other programs write: cases, communities, devices, rules, codes. */
final class FileParsers {
  private static final BatteryCodes CODES = BatteryCodes.builtIn();

  /** Without a file of a secret beside it. */
  private static final String PROVIDER =
      "issuer: https://id.example.org/realms/village\nname: Village login\n"
          + "clientId: commonwatt-page\naudience: commonwatt-api\naccountClaim: sub\n"
          + "accounts: {8f3c-51aa: home-01}\n";

  private FileParsers() {}

  static List<Parser> all() {
    return List.of(
        new Parser(
            "clearing-cases",
            () -> Seeds.below("docs/formats", "clearing-case.example.json"),
            input -> run(input, ClearRun::run)),
        new Parser(
            "storage-auctions",
            () -> Seeds.below("docs/formats", "storage-auction.example.json"),
            input -> run(input, AuctionRun::run)),
        new Parser(
            "storage-advice",
            () -> Seeds.below("docs/formats", "storage-advice.example.json"),
            input -> run(input, AdviceRun::run)),
        new Parser("communities", () -> List.of(community()), FileParsers::communities),
        new Parser("surveillance", () -> List.of(new byte[0]), FileParsers::surveillance),
        new Parser("login-providers", () -> List.of(Seeds.utf8(PROVIDER)), FileParsers::providers),
        new Parser("devices", () -> Seeds.examples("metering.md"), FileParsers::devices),
        new Parser(
            "register-maps",
            () -> Seeds.below("meter-ingest/src/main", "sdm630.yaml"),
            FileParsers::maps),
        new Parser("meter-rules", () -> Seeds.examples("meter-rules.md"), FileParsers::rules),
        new Parser(
            "battery-statements", () -> Seeds.examples("ledger.md"), FileParsers::statements),
        new Parser(
            "battery-codes",
            () -> Seeds.lines("commonwatt-cli/src/test/resources/battery", "codes.txt"),
            FileParsers::codes));
  }

  private static byte[] community() {
    return Seeds.utf8(
        CommunityTemplate.render(
            new CommunityTemplate.Settings(
                3, List.of(1502), "2022-08-02T07:00:00Z", 300, Hash.of(new byte[] {1}), true)));
  }

  private interface Program {
    boolean run(InputStream in, Writer out) throws IOException;
  }

  private static boolean run(byte[] input, Program program) {
    try {
      return program.run(new ByteArrayInputStream(input), Writer.nullWriter());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean communities(byte[] input) {
    return fromFile(input, ".yaml", CommunityFile::read);
  }

  private static boolean surveillance(byte[] input) {
    return fromFile(input, ".yaml", SurveillanceFile::read);
  }

  private static boolean providers(byte[] input) {
    return fromFile(input, ".yaml", ProviderFile::read);
  }

  private static boolean devices(byte[] input) {
    return fromFile(input, ".json", DevicesFile::read);
  }

  private static boolean maps(byte[] input) {
    return fromFile(input, ".yaml", RegisterMapFile::read);
  }

  private static boolean statements(byte[] input) {
    return fromFile(input, ".jsonl", FileParsers::statements)
        | fromFile(input, ".csv", FileParsers::statements);
  }

  private static void statements(Path file) {
    try {
      StatementFile.read(file, new StatementGaps("", null, 1, 1, 0));
    } catch (CharacterCodingException e) {
      // No text: the file cannot be read.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean rules(byte[] input) {
    try {
      RulesFile.parse("fuzz.rules", new String(input, StandardCharsets.UTF_8));
      return true;
    } catch (RulesFileException e) {
      return false;
    }
  }

  /** What a code is normalised to is the same code. */
  private static boolean codes(byte[] input) {
    DecodedCode decoded = CODES.decode(new String(input, StandardCharsets.UTF_8));
    String normalised = decoded.normalised();
    if (normalised != null && !normalised.equals(CODES.decode(normalised).normalised())) {
      throw new IllegalStateException(normalised + " is normalised to something else");
    }
    return decoded.valid();
  }

  /** A parser of files gets a file of its own. */
  private static boolean fromFile(byte[] input, String suffix, Consumer<Path> reader) {
    try {
      Path file = Files.createTempFile("fuzz", suffix);
      try {
        Files.write(file, input);
        reader.accept(file);
        return true;
      } catch (UserError | ConfigException e) {
        return false;
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
