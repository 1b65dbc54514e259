package org.commonwatt.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt storage}: shared storage. */
@Command(
    name = "storage",
    description =
        "Shared storage: units of a served market and what is negotiated, auctioned and called of them, and advice.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel =
        "(advise | clear | units | show | schedule | register | state | outage | commit |"
            + " withdraw | services | offers | negotiations | key | propose | counter | accept | end |"
            + " call | preview | calls | cancel-call | call-price | answer |"
            + " auction-offer | auction-bid | auction-withdraw | auctions | auction)",
    subcommands = {
      StorageAdviseCommand.class,
      StorageClearCommand.class,
      StorageLooks.Units.class,
      StorageLooks.Show.class,
      StorageLooks.Schedule.class,
      StorageActs.Register.class,
      StorageActs.State.class,
      StorageActs.Deliver.class,
      StorageActs.Outage.class,
      StorageActs.Commit.class,
      StorageActs.Withdraw.class,
      StorageLooks.Services.class,
      StorageTalks.Offers.class,
      StorageTalks.Talks.class,
      StorageTalks.RegisterKey.class,
      StorageTalks.Propose.class,
      StorageTalks.Counter.class,
      StorageTalks.Accept.class,
      StorageTalks.End.class,
      StorageLeaseCommands.Leases.class,
      StorageLeaseCommands.Plan.class,
      StorageCallCommands.Call.class,
      StorageCallCommands.Preview.class,
      StorageCallCommands.Calls.class,
      StorageCallCommands.Cancel.class,
      StorageCallCommands.Price.class,
      StorageCallCommands.Answer.class,
      StorageAuctionCommands.Offer.class,
      StorageAuctionCommands.Bid.class,
      StorageAuctionCommands.Withdraw.class,
      StorageAuctionCommands.Waiting.class,
      StorageAuctionCommands.Result.class
    })
final class StorageCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what of storage you want: --help lists it");
  }
}
