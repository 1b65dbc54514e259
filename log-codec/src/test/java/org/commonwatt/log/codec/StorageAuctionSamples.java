package org.commonwatt.log.codec;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageOffer;
import org.commonwatt.model.StoragePrices;

/** Values of what only version 30 can say. */
final class StorageAuctionSamples {
  private static final long NOON = 1_659_434_400_000L;
  private static final long QUARTER = 900_000;
  private static final StorageOffer OFFER =
      new StorageOffer(
          "station-1",
          NOON,
          List.of(new StorageOffer.Step(120_000, 2_000), new StorageOffer.Step(-5, 0)),
          2_700);
  private static final StorageBid BID =
      new StorageBid(
          "b1", "lake", NOON, 300_000, List.of(0L, 900L), 900, NOON + 8 * QUARTER, List.of(400L));

  private StorageAuctionSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> samples = new HashMap<>();
    samples.put(
        "activate-rulebook-storage-auction", frame(new Command.ActivateRulebook(rulebook())));
    samples.put("offer-storage", frame(new Command.OfferStorage("storage-co", OFFER)));
    samples.put(
        "withdraw-storage-offer",
        frame(new Command.WithdrawStorageOffer("storage-co", "station-1", NOON)));
    samples.put("bid-storage", frame(new Command.BidStorage("plant-1", BID)));
    samples.put(
        "withdraw-storage-bid", frame(new Command.WithdrawStorageBid("plant-1", "b1", NOON)));
    return samples;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, EventEnvelope> samples = new HashMap<>();
    samples.put("storage-offered", envelope(new Event.StorageOffered("storage-co", OFFER)));
    samples.put(
        "storage-offer-withdrawn",
        envelope(new Event.StorageOfferWithdrawn("storage-co", "station-1", NOON)));
    samples.put(
        "storage-bid-placed", envelope(new Event.StorageBidPlaced("plant-1", BID, NOON - 7_000)));
    samples.put(
        "storage-bid-withdrawn", envelope(new Event.StorageBidWithdrawn("plant-1", "b1", NOON)));
    samples.put(
        "storage-auction-rejected",
        envelope(
            new Event.StorageAuctionRejected(
                "plant-1",
                "b1",
                new Rejection(RejectionCode.STORAGE_WINDOW_CLOSED, "the gate has passed"))));
    samples.put("storage-auction-cleared", envelope(cleared()));
    samples.put(
        "storage-service-won",
        envelope(
            new Event.StorageServiceWon(
                NOON,
                "station-1",
                "storage-co",
                "b1",
                new StorageCommitment(
                    StorageBid.commitment(NOON, "b1"),
                    "plant-1",
                    StorageCommitment.Kind.FIRM_SCHEDULE,
                    NOON,
                    NOON + 2 * QUARTER,
                    0,
                    0,
                    0,
                    0,
                    List.of(-500L, -400L)),
                List.of(260_000L, 250_000L),
                List.of(250_000L, 250_000L))));
    return samples;
  }

  private static Event cleared() {
    return new Event.StorageAuctionCleared(
        NOON,
        true,
        new BigInteger("586000000"),
        new BigInteger("590000000"),
        List.of(
            new StoragePrices(
                "lake",
                List.of(
                    new StoragePrices.Slot(250_000L, 250_001L, 900, 1_400),
                    new StoragePrices.Slot(null, 0L, 0, 0),
                    new StoragePrices.Slot(-7L, null, 0, 0)))),
        List.of(new StoragePrices.Flow("hill", "lake", 0, 500, 10_000)),
        List.of("b4"),
        List.of("barn", "b9"));
  }

  private static Rulebook rulebook() {
    Rulebook of = Samples.rulebook();
    List<AreaLink> links = List.of(new AreaLink("area-1", "lake", -1_000, 2_000, 10_000));
    return new Rulebook(
        of.version(),
        of.documentHash(),
        of.market(),
        new Areas(List.of("area-1", "lake"), links, "grid"),
        of.currency(),
        of.timing(),
        of.minPriceMicroPerKwh(),
        of.maxPriceMicroPerKwh(),
        of.maxOrderWh(),
        of.supplier(),
        of.tariff(),
        of.members(),
        of.saltSeed(),
        null,
        Safeguards.NONE.withStorageAuction(
            new StorageAuctionRules(
                96,
                2_880,
                60,
                100,
                50,
                List.of(new StorageAuctionRules.Share("area-1", "lake", 800, 0)))));
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "gateway", 7, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
