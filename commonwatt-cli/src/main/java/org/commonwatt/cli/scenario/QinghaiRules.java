package org.commonwatt.cli.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageRules;
import org.commonwatt.model.StorageSpec;

/** The rulebook of the scenario, its stations and its assumptions. */
final class QinghaiRules {
  static final String MARKET = "qinghai";
  static final String AREA = "qinghai";
  static final String OPERATOR = "grid-operator";
  static final String METERS = "meter-organisation";
  static final int SLOT_MINUTES = 15;
  static final int SLOTS_OF_DAY = 96;
  static final int UTC_OFFSET_MINUTES = 8 * 60;

  /** Of a window of the storage auction: four hours. */
  static final int WINDOW_SLOTS = 16;

  /** The least surplus of a bid. */
  static final long LEAST_BID_WH = 1_000;

  /** The regulated price of a call, which the draft of 2025 names: 0.3247 CNY/kWh. */
  static final long CALL_PRICE = 324_700;

  /** What a kWh that is fed in brings, subsidies included, µCNY: an assumption. */
  static final long FEED_IN = 700_000;

  /** Charging and discharging alike: their product is the published round trip. */
  static final int EFFICIENCY_PPM = 906_300;

  /** The published sum, split by us: power in W, energy in Wh. */
  static final List<Station.Size> STATIONS =
      List.of(
          new Station.Size("station-1", 50_000_000, 100_000_000),
          new Station.Size("station-2", 32_000_000, 64_000_000));

  private static final long MOST_PRICE = 1_000_000;

  private QinghaiRules() {}

  static StorageSpec spec(Station.Size size) {
    return new StorageSpec(
        size.unit(),
        size.unit(),
        AREA,
        new StorageSpec.Rating(
            size.powerW(),
            size.powerW(),
            size.energyWh(),
            0,
            EFFICIENCY_PPM,
            EFFICIENCY_PPM,
            StorageSpec.NO_CYCLE_LIMIT),
        2 * SLOTS_OF_DAY,
        "");
  }

  /** Slots settle when all is metered, and for the last time an hour later. */
  static Rulebook of(List<String> plants, long startMillis) {
    List<Rulebook.Member> members = new ArrayList<>();
    plants.forEach(plant -> members.add(member(plant)));
    STATIONS.forEach(station -> members.add(member(station.unit())));
    Safeguards safeguards =
        new Safeguards(null, new Fallbacks(OPERATOR, MissedGate.LATE_AUCTION, 3_600, 0, 0, 0))
            .withRegistration(
                new Registration("registrar", true, METERS, true, "bank", members.size()))
            .withSettlement(
                new SettlementRules(List.of(), 1).withStorage(new StorageRules(1_000_000)))
            .withStorageAuction(
                new StorageAuctionRules(WINDOW_SLOTS, 1_440, 60, LEAST_BID_WH, 100, List.of()));
    return new Rulebook(
        1,
        Hash.of("Qinghai, a scenario".getBytes(UTF_8)),
        MARKET,
        Areas.single(AREA),
        "CNY",
        new Rulebook.Timing(SLOT_MINUTES, UTC_OFFSET_MINUTES, 60, 15, startMillis),
        0,
        MOST_PRICE,
        100_000_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, FEED_IN, FEED_IN)),
        members,
        Hash.of("Qinghai, salts".getBytes(UTF_8)),
        null,
        safeguards);
  }

  private static Rulebook.Member member(String participant) {
    return new Rulebook.Member(participant, AREA, List.of(participant + "-meter"));
  }
}
