package org.commonwatt.system;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.testkit.ledger.PartyKey;

/** Negotiations of homes about two storage units, mostly as they should be. */
final class RandomNegotiations {
  private static final long HOUR = 3_600_000;

  private final Random random;
  private final String market;
  private final List<String> homes;
  private final Map<String, PartyKey> keys = new HashMap<>();
  private final Map<String, Event.ServiceProposed> last = new TreeMap<>();
  private int registered;
  private int begun;

  RandomNegotiations(long seed, String market, List<String> homes) {
    this.random = new Random(seed);
    this.market = market;
    this.homes = homes;
    homes.forEach(home -> keys.put(home, new PartyKey(home.hashCode())));
  }

  boolean isNext() {
    return random.nextInt(2) == 0;
  }

  /** Remembers what an answer has to name. */
  void see(Event event) {
    if (event instanceof Event.ServiceProposed proposed) {
      last.put(proposed.proposal().terms().negotiation(), proposed);
    } else if (event instanceof Event.ServiceAgreed agreed && !oneIn(3)) {
      last.remove(agreed.proposal().terms().negotiation());
    } else if (event instanceof Event.NegotiationEnded ended && !oneIn(3)) {
      last.remove(ended.negotiation());
    }
  }

  /**
   * A key, or a step of a negotiation.
   *
   * @param like what is asked of a unit, by its owner
   * @param unit which
   */
  Command next(long clock, String unit, StorageCommitment like) {
    if (registered < homes.size()) {
      String home = homes.get(registered++);
      return new Command.RegisterSigningKey(home, key(home).publicKey());
    }
    List<String> open = List.copyOf(last.keySet());
    String id = open.isEmpty() || oneIn(4) ? "n-" + ++begun : open.get(random.nextInt(open.size()));
    Event.ServiceProposed now = last.get(id);
    if (now == null) {
      boolean standing = oneIn(3);
      String customer = standing ? "" : homes.get(random.nextInt(homes.size()));
      String by = standing || oneIn(2) ? like.owner() : customer;
      ServiceTerms terms = terms(id, unit, like.owner(), like.of(customer));
      return new Command.ProposeService(by, proposal(by, clock, terms));
    }
    return answer(clock, now, unit, like);
  }

  private Command answer(
      long clock, Event.ServiceProposed now, String unit, StorageCommitment like) {
    ServiceTerms terms = now.proposal().terms();
    String id = terms.negotiation();
    String customer =
        terms.isStanding() ? homes.get(random.nextInt(homes.size())) : terms.customer();
    String by = oneIn(8) == now.by().equals(terms.seller()) ? terms.seller() : customer;
    int round = oneIn(12) ? now.round() + 1 : now.round();
    Hash answered = oneIn(12) ? Hash.ZERO : terms.hash();
    return switch (random.nextInt(6)) {
      case 0 -> new Command.EndNegotiation(by, id, round, answered);
      case 1 -> {
        ServiceTerms others =
            terms(id, oneIn(12) ? unit : terms.unit(), terms.seller(), like.of(terms.customer()));
        yield new Command.CounterService(by, round, answered, proposal(by, clock, others));
      }
      default ->
          new Command.AcceptService(
              by,
              id,
              round,
              answered,
              key(oneIn(15) ? homes.get(0) : by).sign(terms.signedBytes()));
    };
  }

  private ServiceProposal proposal(String by, long clock, ServiceTerms terms) {
    return new ServiceProposal(
        terms,
        clock + (oneIn(15) ? 0 : 1 + random.nextInt(4)) * HOUR,
        key(oneIn(20) || by.isEmpty() ? homes.get(0) : by).sign(terms.signedBytes()));
  }

  private ServiceTerms terms(String id, String unit, String seller, StorageCommitment commitment) {
    return new ServiceTerms(
        oneIn(30) ? "elsewhere" : market,
        id,
        unit,
        seller,
        oneIn(30) ? -1 : random.nextInt(300_000),
        commitment);
  }

  private PartyKey key(String home) {
    return Objects.requireNonNull(keys.get(home), home);
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }
}
