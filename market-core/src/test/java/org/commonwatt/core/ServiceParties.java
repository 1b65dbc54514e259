package org.commonwatt.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.model.Command.AcceptService;
import org.commonwatt.model.Command.CounterService;
import org.commonwatt.model.Command.EndNegotiation;
import org.commonwatt.model.Command.ProposeService;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.NegotiationRejected;
import org.commonwatt.model.Event.ServiceProposed;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.testkit.ledger.PartyKey;

/** home-01 and home-02, who negotiate about home-01's storage unit, with their keys. */
final class ServiceParties {
  static final String SELLER = StorageFixture.OWNER;
  static final String CUSTOMER = "home-02";

  private final Map<String, PartyKey> keys = new HashMap<>();
  private final StorageFixture station;

  /** Registers a key for each. */
  ServiceParties(StorageFixture station) {
    this.station = station;
    for (String party : List.of(SELLER, CUSTOMER)) {
      PartyKey key = new PartyKey(party.hashCode());
      keys.put(party, key);
      station.market().apply(new RegisterSigningKey(party, key.publicKey()));
    }
  }

  /** A charge service of home-02 for slot 1, at a price. */
  static ServiceTerms terms(String negotiation, long energyWh, long priceMicroPerKwh) {
    return new ServiceTerms(
        Rulebooks.standard().market(),
        negotiation,
        StorageFixture.UNIT,
        SELLER,
        priceMicroPerKwh,
        new StorageCommitment(
            "s-" + negotiation,
            CUSTOMER,
            Kind.CHARGE_SERVICE,
            StorageFixture.slot(1),
            StorageFixture.slot(2),
            energyWh,
            energyWh,
            0,
            0,
            List.of()));
  }

  ServiceProposal proposal(String by, ServiceTerms terms, int expirySlot) {
    return new ServiceProposal(terms, StorageFixture.slot(expirySlot), sign(by, terms));
  }

  List<Event> propose(String by, ServiceTerms terms) {
    return station.market().apply(new ProposeService(by, proposal(by, terms, 8)));
  }

  List<Event> counter(String by, int round, ServiceTerms answered, ServiceTerms terms) {
    return station
        .market()
        .apply(new CounterService(by, round, answered.hash(), proposal(by, terms, 8)));
  }

  List<Event> accept(String by, int round, ServiceTerms terms) {
    return accept(by, round, terms, sign(by, terms));
  }

  List<Event> accept(String by, int round, ServiceTerms terms, String signature) {
    return station
        .market()
        .apply(new AcceptService(by, terms.negotiation(), round, terms.hash(), signature));
  }

  List<Event> end(String by, int round, ServiceTerms terms) {
    return station.market().apply(new EndNegotiation(by, terms.negotiation(), round, terms.hash()));
  }

  /** Counters in turn until that is refused. */
  List<Event> haggle() {
    ServiceTerms terms = terms("n", 500, 10_000);
    List<Event> events = propose(SELLER, terms);
    for (int round = 1; events.get(0) instanceof ServiceProposed; round++) {
      events = counter(round % 2 == 1 ? CUSTOMER : SELLER, round, terms, terms);
    }
    return events;
  }

  static RejectionCode code(List<Event> events) {
    return ((NegotiationRejected) events.get(0)).refused().rejection().code();
  }

  String sign(String by, ServiceTerms terms) {
    return Objects.requireNonNull(keys.get(by), by).sign(terms.signedBytes());
  }
}
