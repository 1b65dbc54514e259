package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.ServiceParties.CUSTOMER;
import static org.commonwatt.core.ServiceParties.SELLER;
import static org.commonwatt.core.ServiceParties.code;
import static org.commonwatt.core.ServiceParties.terms;

import java.util.List;
import org.commonwatt.core.storage.negotiation.Negotiation;
import org.commonwatt.model.Command.AcceptService;
import org.commonwatt.model.Command.ProposeService;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.NegotiationEnded;
import org.commonwatt.model.Event.NegotiationRejected;
import org.commonwatt.model.Event.ServiceAgreed;
import org.commonwatt.model.Event.ServiceProposed;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageLimit;
import org.junit.jupiter.api.Test;

/** Negotiations of storage services, from the first proposal to a committed unit. */
class NegotiationDeskTest {
  private final StorageFixture station = StorageFixture.holding();
  private final ServiceParties parties = new ServiceParties(station);

  @Test
  void whatBothHaveSignedIsCommitted() {
    ServiceTerms cheap = terms("n", 500, 10_000);
    ServiceTerms dear = terms("n", 500, 20_000);
    assertThat(parties.propose(CUSTOMER, cheap).get(0))
        .isInstanceOfSatisfying(
            ServiceProposed.class, proposed -> assertThat(proposed.round()).isEqualTo(1));
    assertThat(parties.counter(SELLER, 1, cheap, dear).get(0))
        .isInstanceOfSatisfying(
            ServiceProposed.class, proposed -> assertThat(proposed.round()).isEqualTo(2));
    List<Event> events = parties.accept(CUSTOMER, 2, dear);
    assertThat(events.get(0))
        .isInstanceOfSatisfying(
            ServiceAgreed.class,
            agreed -> {
              assertThat(agreed.proposal().terms()).isEqualTo(dear);
              assertThat(agreed.signature()).isEqualTo(parties.sign(CUSTOMER, dear));
            });
    assertThat(events.get(1))
        .isEqualTo(new StorageCommitted(StorageFixture.UNIT, dear.commitment()));
    assertThat(station.view().commitments()).containsExactly(dear.commitment());
    assertThat(station.market().machine().negotiation("n").orElseThrow().state())
        .isEqualTo(Negotiation.State.ACCEPTED);
  }

  @Test
  void whatTheUnitCannotKeepIsNotAgreedOn() {
    station.commit(StorageFixture.service("own", 1, 2, 600, 600));
    ServiceTerms much = terms("n", 700, 10_000);
    parties.propose(CUSTOMER, much);

    List<Event> events = parties.accept(SELLER, 1, much);
    assertThat(events).hasSize(1);
    assertThat(((NegotiationRejected) events.get(0)).refused())
        .satisfies(
            refused -> {
              assertThat(refused.limit()).isEqualTo(StorageLimit.CHARGE_POWER);
              assertThat(refused.conflicts()).containsExactly("own");
            });
    station.withdraw("own");
    assertThat(parties.accept(SELLER, 1, much)).as("the proposal is still open").hasSize(2);
  }

  @Test
  void overlappingLeasesAreRefusedWithTheOneThatIsThere() {
    ServiceTerms one = lease("one");
    ServiceTerms two = lease("two");
    parties.propose(CUSTOMER, one);
    parties.propose(CUSTOMER, two);
    assertThat(parties.accept(SELLER, 1, one)).hasSize(2);
    assertThat(((NegotiationRejected) parties.accept(SELLER, 1, two).get(0)).refused())
        .satisfies(
            refused -> {
              assertThat(refused.limit()).isEqualTo(StorageLimit.TOO_FULL);
              assertThat(refused.conflicts()).containsExactly("s-one");
            });
  }

  private static ServiceTerms lease(String id) {
    ServiceTerms like = terms(id, 1, 10_000);
    StorageCommitment one = StorageFixture.lease("s-" + id, 1, 90, 600, 0);
    return new ServiceTerms(
        like.market(),
        id,
        like.unit(),
        like.seller(),
        10_000,
        new StorageCommitment(
            one.id(),
            CUSTOMER,
            one.kind(),
            one.fromMillis(),
            one.toMillis(),
            one.energyWh(),
            one.chargeSlotWh(),
            one.dischargeSlotWh(),
            0,
            List.of()));
  }

  @Test
  void whatHasChangedBetweenSigningAndAcceptingIsNotAccepted() {
    ServiceTerms first = terms("n", 500, 10_000);
    ServiceTerms second = terms("n", 500, 9_000);
    parties.propose(SELLER, first);
    assertThat(code(parties.accept(CUSTOMER, 1, second))).isEqualTo(RejectionCode.PROPOSAL_CHANGED);
    assertThat(code(parties.accept(CUSTOMER, 2, first))).isEqualTo(RejectionCode.PROPOSAL_CHANGED);
    assertThat(code(parties.accept(CUSTOMER, 1, first, parties.sign(CUSTOMER, second))))
        .isEqualTo(RejectionCode.CONTRACT_NOT_SIGNED);
    assertThat(code(parties.accept(SELLER, 1, first))).isEqualTo(RejectionCode.NOT_YOUR_TURN);
    assertThat(code(parties.accept("home-03", 1, first, parties.sign(SELLER, first))))
        .isEqualTo(RejectionCode.UNKNOWN_NEGOTIATION);
    assertThat(
            code(
                station
                    .market()
                    .apply(
                        new ProposeService(
                            CUSTOMER,
                            new ServiceProposal(
                                terms("m", 1, 1),
                                StorageFixture.slot(8),
                                parties.sign(CUSTOMER, first))))))
        .isEqualTo(RejectionCode.CONTRACT_NOT_SIGNED);
  }

  @Test
  void anExpiredProposalAndAnEndedNegotiationCannotBeAnswered() {
    ServiceTerms terms = terms("n", 500, 10_000);
    station.market().apply(new ProposeService(CUSTOMER, parties.proposal(CUSTOMER, terms, 1)));
    station.tick(1);
    assertThat(code(parties.accept(SELLER, 1, terms))).isEqualTo(RejectionCode.PROPOSAL_EXPIRED);
    assertThat(parties.end(CUSTOMER, 1, terms))
        .containsExactly(new NegotiationEnded(CUSTOMER, SELLER, "n", 1));
    assertThat(code(parties.accept(SELLER, 1, terms))).isEqualTo(RejectionCode.NEGOTIATION_ENDED);
    assertThat(code(parties.propose(SELLER, terms))).isEqualTo(RejectionCode.NEGOTIATION_EXISTS);
    ServiceTerms other = terms("m", 500, 10_000);
    parties.propose(SELLER, other);
    assertThat(code(parties.accept(CUSTOMER, 1, other)))
        .as("slot 1 has begun")
        .isEqualTo(RejectionCode.DEADLINE_PAST);
    assertThat(parties.end(CUSTOMER, 1, other))
        .containsExactly(new NegotiationEnded(CUSTOMER, SELLER, "m", 1));
  }

  @Test
  void proposalsOutOfRangeAreRefused() {
    ServiceTerms like = terms("n", 1, 1);
    StorageCommitment one = like.commitment();
    List<ServiceTerms> wrong =
        List.of(
            terms("n", 0, 1),
            terms("n", 1, -1),
            new ServiceTerms("elsewhere", "n", like.unit(), SELLER, 1, one),
            new ServiceTerms(like.market(), "n", "nothing", SELLER, 1, one),
            new ServiceTerms(
                like.market(),
                "n",
                like.unit(),
                SELLER,
                1,
                one.rest(one.toMillis() + 900_000, 1, 0, List.of())));
    assertThat(wrong)
        .extracting(terms -> code(parties.propose(SELLER, terms)))
        .containsExactly(
            RejectionCode.VALUE_OUT_OF_RANGE,
            RejectionCode.VALUE_OUT_OF_RANGE,
            RejectionCode.VALUE_OUT_OF_RANGE,
            RejectionCode.UNKNOWN_STORAGE_UNIT,
            RejectionCode.VALUE_OUT_OF_RANGE);
    ServiceProposal late = parties.proposal(SELLER, like, 31 * 96);
    assertThat(code(station.market().apply(new ProposeService(SELLER, late))))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(code(station.market().apply(new AcceptService("no id!", "n", 1, like.hash(), ""))))
        .isEqualTo(RejectionCode.MALFORMED);
  }

  @Test
  void aStandingOfferIsWhoeverAcceptsItFirst() {
    ServiceTerms offer = standing("o");
    assertThat(code(parties.propose(CUSTOMER, offer))).isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    parties.propose(SELLER, offer);
    assertThat(station.market().machine().standingOffers())
        .singleElement()
        .satisfies(view -> assertThat(view.last().proposal().terms()).isEqualTo(offer));
    assertThat(code(parties.accept(SELLER, 1, offer))).isEqualTo(RejectionCode.NOT_YOUR_TURN);
    assertThat(code(parties.counter(CUSTOMER, 1, offer, terms("o", 400, 9_000))))
        .as("who wants something else begins a negotiation")
        .isEqualTo(RejectionCode.UNKNOWN_NEGOTIATION);
    station.restore();

    List<Event> events = parties.accept(CUSTOMER, 1, offer);
    assertThat(((ServiceAgreed) events.get(0)).signature())
        .as("both have signed the same text")
        .isEqualTo(parties.sign(CUSTOMER, offer));
    assertThat(events.get(1))
        .isEqualTo(new StorageCommitted(StorageFixture.UNIT, offer.commitment().of(CUSTOMER)));
    assertThat(code(parties.accept("home-03", 1, offer, parties.sign(CUSTOMER, offer))))
        .isEqualTo(RejectionCode.NEGOTIATION_ENDED);
    assertThat(code(parties.accept(CUSTOMER, 1, offer))).isEqualTo(RejectionCode.NEGOTIATION_ENDED);
    assertThat(station.market().machine().standingOffers()).isEmpty();
    assertThat(station.market().machine().negotiations(CUSTOMER)).hasSize(1);
  }

  @Test
  void anOfferThatHasExpiredOrWasTakenBackStandsNoLonger() {
    ServiceTerms offer = standing("o");
    station.market().apply(new ProposeService(SELLER, parties.proposal(SELLER, offer, 1)));
    parties.propose(SELLER, standing("p"));
    assertThat(parties.end(SELLER, 1, standing("p"))).hasSize(1);
    assertThat(station.market().machine().standingOffers()).hasSize(1);
    station.tick(1);
    assertThat(station.market().machine().standingOffers()).isEmpty();
    assertThat(code(parties.accept(CUSTOMER, 1, offer))).isEqualTo(RejectionCode.PROPOSAL_EXPIRED);
  }

  private static ServiceTerms standing(String id) {
    ServiceTerms like = terms(id, 500, 10_000);
    return new ServiceTerms(
        like.market(), id, like.unit(), SELLER, like.priceMicroPerKwh(), like.commitment().of(""));
  }

  @Test
  void aRestoredMarketGoesOnWithItsNegotiations() {
    ServiceTerms terms = terms("n", 500, 10_000);
    parties.propose(CUSTOMER, terms);
    station.restore();
    assertThat(station.market().machine().negotiations(SELLER)).hasSize(1);
    assertThat(parties.accept(SELLER, 1, terms)).hasSize(2);
    station.restore();
    assertThat(code(parties.end(CUSTOMER, 1, terms))).isEqualTo(RejectionCode.NEGOTIATION_ENDED);
    station.market().tick(StorageFixture.slot(96 * 4));
    assertThat(station.market().machine().negotiations(SELLER)).isEmpty();
  }
}
