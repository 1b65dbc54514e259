package org.commonwatt.cli.scenario;

import java.util.List;
import java.util.SplittableRandom;
import org.commonwatt.model.Command.AcceptService;
import org.commonwatt.model.Command.CounterService;
import org.commonwatt.model.Command.EndNegotiation;
import org.commonwatt.model.Command.ProposeService;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ServiceAgreed;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;

/** Plants and stations that come to terms, and sign each step. */
final class Negotiating {
  /** Begins the ids of commitments to charge. */
  static final String CHARGE = "store-";

  private static final String RELEASE = "release-";
  private static final long PATIENCE_MILLIS = 3_600_000;

  /** Energy of an option is used up in so many full slots of its sixteen. */
  private static final int FULL_SLOTS = 8;

  /** A station sells no more than this part of its room before the auctions, hundredths. */
  private static final int SOLD_BEFORE = 40;

  private final ScenarioMarket market;
  private final PartyKeys keys;
  private final SplittableRandom random;

  Negotiating(ScenarioMarket market, PartyKeys keys, SplittableRandom random) {
    this.market = market;
    this.keys = keys;
    this.random = random;
  }

  /** What a station asks for this day, and how much it would still sell. */
  static final class Seller {
    private final String unit;
    private final long askMicro;
    private long leftWh;

    Seller(Station station, SplittableRandom random) {
      unit = station.size().unit();
      askMicro = 280_000 + random.nextInt(60_000);
      leftWh = station.roomWh() * SOLD_BEFORE / 100;
    }
  }

  /**
   * A plant proposes a charge service around noon, below the most that it would pay. The station
   * takes it at its own price, names that, or has sold enough.
   */
  void charge(String plant, Seller seller, Today today) {
    long most = 220_000 + random.nextInt(200_000);
    long energy = 1_000L * (1_000 + random.nextInt(4_000));
    StorageCommitment service =
        option(CHARGE + today.number() + "-" + plant, plant, Kind.CHARGE_SERVICE, energy, today);
    ServiceTerms first = terms(seller.unit, most * 4 / 5, service);
    long expires = today.at(DaySteps.NEGOTIATED) + PATIENCE_MILLIS;
    market.apply(new ProposeService(plant, signed(plant, first, expires)));
    if (energy > seller.leftWh) {
      market.apply(new EndNegotiation(seller.unit, first.negotiation(), 1, first.hash()));
    } else if (first.priceMicroPerKwh() >= seller.askMicro) {
      agree(seller, seller.unit, 1, first);
    } else {
      ServiceTerms dear = terms(seller.unit, seller.askMicro, service);
      market.apply(
          new CounterService(seller.unit, 1, first.hash(), signed(seller.unit, dear, expires)));
      if (seller.askMicro <= most) {
        agree(seller, plant, 2, dear);
      } else {
        market.apply(new EndNegotiation(plant, dear.negotiation(), 2, dear.hash()));
      }
    }
  }

  /** A plant takes what it has stored out in the evening: it has paid for the storing. */
  void release(String plant, String unit, long energyWh, Today today) {
    String id = RELEASE + today.number() + "-" + unit + "-" + plant;
    ServiceTerms terms = terms(unit, 0, option(id, plant, Kind.RELEASE, energyWh, today));
    long expires = today.at(DaySteps.RELEASED) + PATIENCE_MILLIS;
    market.apply(new ProposeService(plant, signed(plant, terms, expires)));
    accept(unit, 1, terms);
  }

  private void agree(Seller seller, String by, int round, ServiceTerms terms) {
    if (accept(by, round, terms)) {
      seller.leftWh -= terms.commitment().energyWh();
    } else {
      market.apply(new EndNegotiation(by, terms.negotiation(), round, terms.hash()));
    }
  }

  private boolean accept(String by, int round, ServiceTerms terms) {
    List<Event> events =
        market.apply(
            new AcceptService(by, terms.negotiation(), round, terms.hash(), keys.sign(by, terms)));
    return events.get(0) instanceof ServiceAgreed;
  }

  private ServiceProposal signed(String by, ServiceTerms terms, long expiresMillis) {
    return new ServiceProposal(terms, expiresMillis, keys.sign(by, terms));
  }

  private static ServiceTerms terms(String unit, long price, StorageCommitment one) {
    return new ServiceTerms(QinghaiRules.MARKET, one.id(), unit, unit, price, one);
  }

  /** Around noon to charge, in the evening to release. */
  private static StorageCommitment option(
      String id, String owner, Kind kind, long energyWh, Today today) {
    boolean charges = kind == Kind.CHARGE_SERVICE;
    long slotWh = (energyWh + FULL_SLOTS - 1) / FULL_SLOTS;
    return new StorageCommitment(
        id,
        owner,
        kind,
        today.at(charges ? DaySteps.NOON : DaySteps.EVENING),
        today.at(charges ? DaySteps.AFTERNOON : DaySteps.NIGHT),
        energyWh,
        charges ? slotWh : 0,
        charges ? 0 : slotWh,
        0,
        List.of());
  }
}
