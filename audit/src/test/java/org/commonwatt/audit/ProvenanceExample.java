package org.commonwatt.audit;

import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Event.StorageRegistered;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.UsableLimit;

/** A day on which a home's battery is bound by its nameplate, before both verifiers. */
public final class ProvenanceExample {
  private static final UsableLimit.Rules PROOF =
      new UsableLimit.Rules(900, 50, 365, 1_000, List.of("ACCREDITED"), true);

  private final Day day;

  /** The honest day: 90 % of 1,000 Wh less 50; then a rulebook that takes no nameplates. */
  public ProvenanceExample() {
    ContinuousDay honest = ContinuousDay.under(rulebook(10_000));
    honest.add(register("nameplate:1000"));
    honest.add(register("hearsay")); // is refused
    honest.add(new ActivateRulebook(rulebook(0).withVersion(2)));
    honest.tick(-15);
    honest.settle();
    honest.add(new ConfirmBatch(NegotiationExample.batch(honest.log()).batchId(), "tx-1", 1));
    day = honest.log();
  }

  private static Rulebook rulebook(long nameplateMostWh) {
    return ContinuousDay.rulebook(FeeMode.ON_TOP)
        .withSafeguards(
            Safeguards.NONE
                .withRegistration(new Registration("registrar", false, "meters", false, "bank", 5))
                .withProvenance(new ProvenanceRules(PROOF, nameplateMostWh)));
  }

  private static RegisterStorage register(String provenance) {
    StorageSpec.Rating rating =
        new StorageSpec.Rating(8_000, 8_000, 1_000, 0, 1_000_000, 1_000_000, -1);
    return new RegisterStorage(
        "meters", new StorageSpec("u", "ann", "east", rating, 2_000, provenance));
  }

  /** What bounds the unit says something else, both times. */
  public ProvenanceExample bound(UnaryOperator<UsableLimit> forgery) {
    day.change(
        UsableEnergyLimited.class,
        e -> new UsableEnergyLimited(e.unit(), e.owner(), forgery.apply(e.limit())));
    return this;
  }

  /** The unit says something that is not taken. */
  public ProvenanceExample hearsay() {
    day.change(StorageRegistered.class, e -> new StorageRegistered(register("hearsay").spec()));
    return this;
  }

  /** A Wh more is proved. */
  public static UsableLimit more(UsableLimit limit) {
    return with(limit, PROOF, limit.usableWh() + 1);
  }

  /** It was computed under other rules. */
  public static UsableLimit otherRules(UsableLimit limit) {
    return with(
        limit,
        new UsableLimit.Rules(900, 50, 366, 1_000, PROOF.accepted(), true),
        limit.usableWh());
  }

  private static UsableLimit with(UsableLimit limit, UsableLimit.Rules rules, long usableWh) {
    return new UsableLimit(
        limit.passport(),
        limit.fingerprint(),
        limit.atMillis(),
        rules,
        usableWh,
        limit.untilMillis(),
        limit.held(),
        limit.bases(),
        limit.left(),
        limit.origins());
  }

  /** Records of commands. */
  public List<StoredRecord> commands() {
    return day.commands();
  }

  /** Records of events. */
  public List<StoredRecord> events() {
    return day.events();
  }

  /** The ledger with the bill. */
  public Ledger ledger() {
    return new FakeLedger().post("tx-1", NegotiationExample.batch(day));
  }
}
