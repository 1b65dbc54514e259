package org.commonwatt.cli.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonwatt.cli.clearing.Fields;
import org.commonwatt.core.storage.Horizon;
import org.commonwatt.core.storage.Window;
import org.commonwatt.core.storage.auction.ServiceLink;
import org.commonwatt.core.storage.auction.ServiceOffer;
import org.commonwatt.core.storage.auction.StorageAuction;
import org.commonwatt.core.storage.auction.StorageAuctionCase;
import org.commonwatt.core.storage.auction.SurplusBid;
import org.commonwatt.core.storage.auction.SurplusBid.Bidder;
import org.commonwatt.core.storage.auction.SurplusBid.LinkedRelease;
import org.commonwatt.core.storage.auction.SurplusBid.Surplus;
import org.jspecify.annotations.Nullable;

/** Reads a case of the auction of storage services, and says of what is wrong where it is. */
final class AuctionReader {
  private static final String DOCUMENT = "docs/formats/storage-auction.md";

  private @Nullable String id;
  private @Nullable Long slotMinutes;
  private @Nullable List<Long> slotsOfDay;
  private @Nullable Long from;
  private @Nullable Long slots;
  private @Nullable List<String> areas;
  private final List<ServiceLink> links = new ArrayList<>();
  private final List<UnitFields> units = new ArrayList<>();
  private final List<SurplusBid> bids = new ArrayList<>();
  private boolean hasUnits;
  private boolean hasBids;
  private long flowBudget = StorageAuction.FLOWS;

  private AuctionReader() {}

  /** A case with its name and its budget. */
  record NamedAuction(String id, StorageAuctionCase input, int flows) {}

  /**
   * Reads the one case of a stream.
   *
   * @throws StorageCaseException when it is none
   */
  static NamedAuction read(InputStream in) throws StorageCaseException {
    AuctionReader reader = new AuctionReader();
    NamedAuction[] built = new NamedAuction[1];
    StorageJson.read(
        in,
        fields -> {
          reader.read(fields);
          built[0] = reader.build(fields);
        },
        () -> reader.id,
        DOCUMENT);
    return requireNonNull(built[0]);
  }

  private void read(Fields in) throws IOException {
    in.next(JsonToken.START_OBJECT, "a case");
    in.object(
        name -> {
          switch (name) {
            case "id" -> id = in.text();
            case "currency" -> in.text();
            case "slotMinutes" -> slotMinutes = StorageJson.within(in, name, 1, 60);
            case "slotsOfDay" -> slotsOfDay = in.integers();
            case "fromSlot" -> from = StorageJson.within(in, name, 0, Horizon.MAX_SLOTS - 1);
            case "slots" -> slots = StorageJson.within(in, name, 1, StorageAuctionCase.MAX_SLOTS);
            case "areas" -> areas = in.texts();
            case "links" -> in.array(() -> links.add(link(in)));
            case "units" -> {
              hasUnits = true;
              in.array(() -> units.add(UnitFields.read(in)));
            }
            case "bids" -> {
              hasBids = true;
              in.array(() -> bids.add(bid(in)));
            }
            case "flowBudget" ->
                flowBudget = StorageJson.within(in, name, 2, StorageAuction.MAX_FLOWS);
            default -> throw in.unknown(name);
          }
        });
    in.end();
    in.require("id", id);
    in.require("slotMinutes", slotMinutes);
    in.require("slotsOfDay", slotsOfDay);
    in.require("fromSlot", from);
    in.require("slots", slots);
    in.require("areas", areas);
    in.require("units", hasUnits ? units : null);
    in.require("bids", hasBids ? bids : null);
  }

  private static ServiceLink link(Fields in) throws IOException {
    String[] ends = new String[2];
    Long[] fee = {0L};
    List<List<Long>> most = new ArrayList<>(Collections.nCopies(2, null));
    in.object(
        name -> {
          switch (name) {
            case "from" -> ends[0] = in.text();
            case "to" -> ends[1] = in.text();
            case "feeMicroPerKwh" -> fee[0] = in.integer();
            case "forwardWh" -> most.set(0, in.integers());
            case "backwardWh" -> most.set(1, in.integers());
            default -> throw in.unknown(name);
          }
        });
    return new ServiceLink(
        in.require("from", ends[0]),
        in.require("to", ends[1]),
        fee[0],
        in.require("forwardWh", most.get(0)),
        in.require("backwardWh", most.get(1)));
  }

  private static SurplusBid bid(Fields in) throws IOException {
    String[] texts = new String[3];
    Long[] numbers = {0L, null, null};
    List<List<Long>> surplus = new ArrayList<>();
    List<LinkedRelease> release = new ArrayList<>();
    in.object(
        name -> {
          switch (name) {
            case "id" -> texts[0] = in.text();
            case "participant" -> texts[1] = in.text();
            case "area" -> texts[2] = in.text();
            case "time" -> numbers[0] = in.integer();
            case "limitMicroPerKwh" -> numbers[1] = in.integer();
            case "energyWh" -> numbers[2] = in.integer();
            case "surplusWh" -> surplus.add(in.integers());
            case "release" -> release.add(release(in));
            default -> throw in.unknown(name);
          }
        });
    String id = in.require("id", texts[0]);
    String participant = in.require("participant", texts[1]);
    String area = in.require("area", texts[2]);
    long limit = in.require("limitMicroPerKwh", numbers[1]);
    List<Long> wh = in.require("surplusWh", surplus.isEmpty() ? null : surplus.get(0));
    long energy = numbers[2] == null ? sum(in, wh) : numbers[2];
    return new SurplusBid(
        new Bidder(id, participant, area, numbers[0]),
        limit,
        new Surplus(wh, energy),
        release.isEmpty() ? null : release.get(0));
  }

  private static long sum(Fields in, List<Long> wh) throws IOException {
    long sum = 0;
    for (long one : wh) {
      if (one > Long.MAX_VALUE - Math.max(0, sum)) {
        throw in.wrong("surplusWh does not fit in 64 bits together");
      }
      sum += one;
    }
    return sum;
  }

  private static LinkedRelease release(Fields in) throws IOException {
    Long[] from = new Long[1];
    List<List<Long>> wh = new ArrayList<>();
    in.next(JsonToken.START_OBJECT, "release");
    in.object(
        name -> {
          switch (name) {
            case "fromSlot" -> from[0] = StorageJson.within(in, name, 0, Horizon.MAX_SLOTS - 1);
            case "wh" -> wh.add(in.integers());
            default -> throw in.unknown(name);
          }
        });
    long first = in.require("fromSlot", from[0]);
    return new LinkedRelease((int) first, in.require("wh", wh.isEmpty() ? null : wh.get(0)));
  }

  private NamedAuction build(Fields in) throws IOException {
    int first = requireNonNull(from).intValue();
    int count = requireNonNull(slots).intValue();
    Horizon horizon = horizon(in);
    List<ServiceOffer> offers = new ArrayList<>();
    for (UnitFields unit : units) {
      offers.add(unit.of(in, horizon, count));
    }
    Window window = new Window(first, first + count);
    StorageAuctionCase input =
        new StorageAuctionCase(window, requireNonNull(areas), links, offers, bids);
    return new NamedAuction(requireNonNull(id), input, (int) flowBudget);
  }

  private Horizon horizon(Fields in) throws IOException {
    long sum = 0;
    int[] days = new int[requireNonNull(slotsOfDay).size()];
    for (int d = 0; d < days.length; d++) {
      long one = requireNonNull(slotsOfDay).get(d);
      sum += one < 0 || one > Horizon.MAX_SLOTS ? Horizon.MAX_SLOTS + 1 : one;
      days[d] = (int) one;
    }
    if (sum < 1 || sum > Horizon.MAX_SLOTS) {
      throw in.wrong("slotsOfDay has 1 to " + Horizon.MAX_SLOTS + " slots together");
    }
    return Horizon.ofDays(requireNonNull(slotMinutes).intValue(), days);
  }
}
