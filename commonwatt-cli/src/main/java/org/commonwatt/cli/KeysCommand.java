package org.commonwatt.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.MarketKeys;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt keys}: the keys that personal data on a log are sealed with. */
@Command(
    name = "keys",
    description = "Make the keys that personal data on the log are sealed with.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = KeysCommand.Make.class)
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: make");
  }

  /** {@code commonwatt keys make}. */
  @Command(
      name = "make",
      description = {
        "Make a key in `keys` of a folder for every home and meter of its community file that has"
            + " none.",
        "Keys that are there stay as they are; the folder must not be in use.",
        "A participant or meter that was registered since is named with --participant or --meter."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Every part of a market needs the same keys: docs/privacy.md."})
  static final class Make implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private final MarketFolder folder = new MarketFolder();

    @Option(
        names = "--participant",
        paramLabel = "ID",
        description = "A participant that the community file does not name; may be repeated.")
    private List<String> participants = List.of();

    @Option(
        names = "--meter",
        paramLabel = "ID",
        description = "A meter that the community file does not name; may be repeated.")
    private List<String> meters = List.of();

    @Override
    public Integer call() {
      participants.forEach(one -> Options.requireId(spec, "--participant", one));
      meters.forEach(one -> Options.requireId(spec, "--meter", one));
      try (DataFolder data = folder.take()) {
        FileKeyring keyring = data.keyring();
        participants.forEach(one -> keyring.ensure(Subject.participant(one), KeySource.RANDOM));
        meters.forEach(one -> keyring.ensure(Subject.meter(one), KeySource.RANDOM));
        int keys =
            MarketKeys.ensure(keyring, CommunityFile.read(data.communityFile()), KeySource.RANDOM)
                + participants.size()
                + meters.size();
        spec.commandLine().getOut().println(keys + " keys in " + data.keyFolder());
        return ExitCode.OK;
      }
    }
  }
}
