package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.Signer;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.testkit.battery.FleetKeys;
import org.commonwatt.testkit.battery.FleetOrganisations;
import org.commonwatt.testkit.battery.FleetUnderTest;
import org.commonwatt.testkit.battery.FleetWalk;
import org.commonwatt.testkit.battery.InvariantAttacks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@code Ledger} must do with the contract of batteries. */
public abstract class LedgerBatteriesKit extends LedgerClientsKit {
  private static final long NOW = 1_700_000_000_000L;

  private final String unique = UUID.randomUUID().toString();
  private final FleetKeys keys = new FleetKeys();

  /** How many fleets walk at the same time. */
  protected int fleets() {
    return 2;
  }

  /** How many statements each takes. */
  protected int statements() {
    return 60;
  }

  @Test
  final void aLifeIsThereAsItsOrganisationsHaveSignedIt() {
    registerAll();
    BatteryLedger batteries = new BatteryLedger(ledger);
    String pack = unique + "-p";
    String module = unique + "-m";
    assertThat(batteries.asset(pack)).isEmpty();
    assertThat(batteries.history(pack)).isEmpty();
    String serial = unique.replaceAll("[^0-9]", "") + "0000000";
    String code = "04QMB76836300JBC4" + serial.substring(0, 7);
    committed(state(pack, 1, made(AssetKind.PACK, 6_000, unique, List.of()), "maker"));
    SubmitOutcome.Committed registered =
        committed(state(module, 1, made(AssetKind.MODULE, 6_000, null, List.of(code)), "maker"));
    committed(state(pack, 2, new LifeAction.Attach(List.of(module)), "maker"));
    SignedStatement hold = signed(module, 3, new LifeAction.Raise("h", Hold.Cause.RECALL), "maker");
    SubmitOutcome.Committed held = committed(batteries.submit(hold));

    Asset whole = batteries.asset(pack).orElseThrow();
    assertThat(whole.holds()).containsExactly(new Hold("h", Hold.Cause.RECALL, module));
    Asset part = batteries.withCode(code.toLowerCase(Locale.ROOT)).orElseThrow();
    assertThat(part.id()).isEqualTo(module);
    assertThat(part.state()).isEqualTo(LifeState.INTEGRATED);
    assertThat(batteries.passport(unique).orElseThrow().asset()).isEqualTo(pack);
    assertThat(batteries.family(pack).orElseThrow())
        .isEqualTo(new BatteryLedger.Family(whole, List.of(part), List.of()));
    List<BatteryLedger.Told> history = batteries.history(module);
    assertThat(history).hasSize(3);
    assertThat(history.get(1).statement()).as("it was about the pack").isNull();
    BatteryLedger.Handed handed = Objects.requireNonNull(history.get(2).statement());
    assertThat(handed.signed().toString()).isEqualTo(hold.text());
    assertThat(handed.transactionId()).isEqualTo(held.transactionId());
    String told =
        ((EvaluateOutcome.Returned) ledger.evaluate(call("GetHistory", module, "0"))).result();
    for (Client client : Client.values()) {
      assertReturns(client, call("GetHistory", module, "0"), told);
    }
    LedgerTransaction kept = kept(registered.blockNumber(), registered.transactionId());
    assertThat(kept.eventName()).isEqualTo("BatteryStatementTaken");
  }

  @Test
  final void whatIsRefusedChangesNothing() {
    registerAll();
    BatteryLedger batteries = new BatteryLedger(ledger);
    String id = unique + "-m";
    LifeAction made = made(AssetKind.MODULE, 6_000, null, List.of());
    SignedStatement good = signed(id, 1, made, "maker");
    SignedStatement other = signed(id, 1, made(AssetKind.MODULE, 6_001, null, List.of()), "maker");
    assertThat(code(batteries.submit(new SignedStatement(good.statement(), other.signatures()))))
        .isEqualTo("SIGNATURE_WRONG");
    assertThat(code(state(id, 1, made, unique))).isEqualTo("ORGANISATION_NOT_FOUND");
    assertThat(code(state(id, 1, made, "lab"))).isEqualTo("ROLE_MISSING");
    assertThat(code(state(id, 2, made, "maker"))).isEqualTo("SEQUENCE_TAKEN");
    Statement ahead = Statement.of(id, 1, 9_000_000_000_000L, made);
    assertThat(code(batteries.submit(keys.sign(ahead, List.of("maker"))))).isEqualTo("EVENT_AHEAD");
    for (String spoilt :
        List.of(
            "[]",
            good.text().replace("6000", "0"),
            good.text().replace("6000", "6000.5"),
            good.text().replace("6000", "\"6000\""),
            good.text().replace("\"MODULE\"", "\"BRICK\""),
            good.text().replace("\"evidence\":[]", "\"evidence\":[7]"),
            good.text().replace(",\"passport\":null", ""),
            good.text().replace("\"passport\":null", "\"passport\":null,\"x\":1"),
            good.text().replace("\"passport\":null", "\"passport\":\" \""),
            good.text().replace("REGISTER", "INVENT"),
            good.text().replaceAll("\"signatures\":.*", "\"signatures\":[]}"))) {
      assertThat(code(ledger.submit(call("Submit", spoilt)))).as(spoilt).isEqualTo("MALFORMED");
    }
    assertThat(code(ledger.submit(call("Submit", good.text() + " ")))).isEqualTo("NOT_CANONICAL");
    assertThat(code(ledger.submit(call("Submit")))).isEqualTo("WRONG_ARGUMENTS");
    assertThat(code(ledger.submit(call("Recall", "{}")))).isEqualTo("UNKNOWN_FUNCTION");
    assertThat(batteries.asset(id)).isEmpty();
    committed(batteries.submit(good));
    assertThat(code(batteries.submit(good))).as("once").isEqualTo("ASSET_EXISTS");
    assertThat(refused(Client.SUBMITTER, call("FindAsset", "A765101015"))).isEqualTo("MALFORMED");
    assertThat(refused(Client.OBSERVER, call("GetPassport", unique + "-x")))
        .isEqualTo("PASSPORT_NOT_FOUND");
  }

  @Test
  final void longListsAreToldInPages() {
    registerAll();
    BatteryLedger batteries = new BatteryLedger(ledger);
    String module = unique + "-m";
    committed(state(module, 1, made(AssetKind.MODULE, 6_000, null, List.of()), "maker"));
    for (int sequence = 2; sequence <= 103; sequence++) {
      String to = sequence % 2 == 0 ? "again-1" : "maker";
      committed(state(module, sequence, new LifeAction.Transfer(to), "maker", "again-1"));
    }
    BatteryLedger.History first = batteries.history(module, 0);
    assertThat(first.events()).hasSize(100);
    assertThat(first.next()).isEqualTo(100);
    BatteryLedger.History rest = batteries.history(module, 100);
    assertThat(rest.events())
        .extracting(told -> told.event().sequence())
        .containsExactly(101L, 102L, 103L);
    assertThat(rest.next()).isNull();
    assertThat(batteries.history(module)).hasSize(103);
    for (int i = 0; i < 201; i += 67) { // side by side: alone each would wait for a block
      Together.run(
          IntStream.range(i, i + 67).<Supplier<String>>mapToObj(this::cellIsMade).toList());
    }
    List<String> ids = new ArrayList<>();
    @Nullable String after = unique;
    while (after != null) {
      BatteryLedger.Assets page = batteries.assets(after);
      page.assets().stream()
          .filter(one -> one.asset().id().startsWith(unique))
          .forEach(one -> ids.add(one.asset().id()));
      after = page.next();
    }
    assertThat(ids).hasSize(202).isSorted().startsWith(module);
    assertThat(batteries.assets(module).assets().get(0).registeredMillis()).isEqualTo(NOW + 1);
    BatteryLedger.Events events = batteries.events(module, 101);
    assertThat(events.events().subList(0, 3))
        .extracting(event -> event.asset() + " " + event.sequence())
        .containsExactly(module + " 102", module + " 103", unique + "-x0 1");
    assertThat(batteries.events("", 0).events()).isNotEmpty();
    assertThat(refused(Client.OBSERVER, call("ListAssets", " "))).isEqualTo("MALFORMED");
    assertThat(refused(Client.OBSERVER, call("ListEvents", module, "-1"))).isEqualTo("MALFORMED");
  }

  @Test
  final void onlyTheRegulatorSaysWhoRegulatesOrActsForAnother() {
    Organisation lab = keys.organisation(unique + "-lab", Role.LAB);
    Organisation authority = keys.organisation(unique + "-authority", Role.REGULATOR);
    Organisation trustee =
        keys.organisation(new Signer(unique + "-trustee", Set.of(), Set.of("cars")));
    assertThat(code(submit(ledger, Client.OBSERVER, BatteryLedger.registrationOf(lab))))
        .isEqualTo("NOT_ALLOWED");
    BatteryLedger batteries = new BatteryLedger(ledger);
    committed(batteries.register(lab));
    assertThat(batteries.organisation(lab.org())).contains(lab);
    for (Organisation special : List.of(authority, trustee)) {
      assertThat(code(batteries.register(special))).isEqualTo("NOT_ALLOWED");
      committed(submit(ledger, Client.AUDITOR, BatteryLedger.registrationOf(special)));
      assertThat(code(batteries.register(keys.organisation(special.org(), Role.LAB))))
          .as("nor changes it")
          .isEqualTo("NOT_ALLOWED");
    }
    String twice = lab.text().replace("[\"LAB\"]", "[\"LAB\",\"LAB\"]");
    assertThat(code(ledger.submit(call("RegisterOrganisation", twice)))).isEqualTo("MALFORMED");
    String noKey = lab.text().replace(lab.key(), "00");
    assertThat(code(ledger.submit(call("RegisterOrganisation", noKey)))).isEqualTo("MALFORMED");
  }

  @Test
  final void ofTwoThatClaimTheSameModuleAtOnceOneGetsIt() {
    registerAll();
    String module = unique + "-m";
    committed(state(module, 1, made(AssetKind.MODULE, 6_000, null, List.of()), "maker"));
    LedgerCall first =
        BatteryLedger.callOf(
            signed(module, 2, new LifeAction.Transfer("again-1"), "maker", "again-1"));
    LedgerCall second =
        BatteryLedger.callOf(
            signed(module, 2, new LifeAction.Transfer("again-2"), "maker", "again-2"));
    List<Supplier<SubmitOutcome>> claims =
        List.of(
            () -> submit(ledger, Client.SUBMITTER, first),
            () -> submit(ledger, Client.OBSERVER, second));
    List<SubmitOutcome> outcomes = Together.run(claims);
    SubmitOutcome.Committed won = onlyCommitted(outcomes);
    SubmitOutcome lost = outcomes.get(outcomes.get(0) == won ? 1 : 0);
    assertThat(code(lost)).isEqualTo("SEQUENCE_TAKEN");
    assertThat(((SubmitOutcome.Rejected) lost).rejection().message())
        .contains(module + " has 2 events");
    Client winner = outcomes.get(0) == won ? Client.SUBMITTER : Client.OBSERVER;
    EvaluateOutcome owned = evaluate(ledger, winner, call("GetAsset", module));
    String asset = ((EvaluateOutcome.Returned) owned).result();
    assertThat(asset)
        .contains("\"ownerOrg\":\"again-" + (winner == Client.SUBMITTER ? 1 : 2) + "\"");
    for (Client client : Client.values()) {
      assertReturns(client, call("GetAsset", module), asset);
    }
  }

  @Test
  final void randomFleetsBreakNoInvariant() {
    registerAll();
    List<Supplier<FleetWalk>> walks = new ArrayList<>();
    IntStream.range(0, fleets())
        .forEach(
            seed ->
                walks.add(
                    () -> {
                      FleetWalk walk =
                          new FleetWalk(new OnLedger(ledger), seed, unique + "-" + seed + "-");
                      walk.take(statements());
                      return walk;
                    }));
    for (FleetWalk walk : Together.run(walks)) {
      assertThat(walk.taken().values().stream().mapToInt(Integer::intValue).sum())
          .isEqualTo(statements());
    }
  }

  /** Side by side: on a network each statement waits for a block. */
  @Test
  final void noInvariantIsBroken() {
    registerAll();
    InvariantAttacks attacks = new InvariantAttacks(new OnLedger(ledger), unique + "-");
    List<Supplier<String>> all = new ArrayList<>();
    attacks
        .all()
        .forEach(
            (name, attack) ->
                all.add(
                    () -> {
                      attack.run();
                      return name;
                    }));
    assertThat(Together.run(all)).hasSize(9);
  }

  private Supplier<String> cellIsMade(int number) {
    String id = unique + "-x" + number;
    return () -> {
      committed(state(id, 1, made(AssetKind.CELL, 500, null, List.of()), "maker"));
      return id;
    };
  }

  /** Statements to a ledger. */
  private final class OnLedger implements FleetUnderTest {
    private final BatteryLedger batteries;

    OnLedger(Ledger ledger) {
      this.batteries = new BatteryLedger(ledger);
    }

    @Override
    public Optional<String> state(Statement statement, List<String> orgs) {
      SubmitOutcome outcome = batteries.submit(keys.sign(statement, orgs));
      return outcome instanceof SubmitOutcome.Committed
          ? Optional.empty()
          : Optional.of(code(outcome));
    }

    @Override
    public Asset asset(String id) {
      return batteries.asset(id).orElseThrow();
    }
  }

  private void registerAll() {
    BatteryLedger batteries = new BatteryLedger(ledger);
    for (Signer signer : FleetOrganisations.all().values()) {
      Organisation organisation = keys.organisation(signer);
      boolean special = signer.roles().contains(Role.REGULATOR) || !signer.actsFor().isEmpty();
      committed(
          special
              ? submit(ledger, Client.AUDITOR, BatteryLedger.registrationOf(organisation))
              : batteries.register(organisation));
    }
  }

  private SubmitOutcome state(String id, long sequence, LifeAction action, String... orgs) {
    return new BatteryLedger(ledger).submit(signed(id, sequence, action, orgs));
  }

  private SignedStatement signed(String id, long sequence, LifeAction action, String... orgs) {
    return keys.sign(Statement.of(id, sequence, NOW + sequence, action), List.of(orgs));
  }

  private static LifeAction made(
      AssetKind kind, long ratedWh, @Nullable String passport, List<String> codes) {
    return new LifeAction.Register(kind, codes, ratedWh, ratedWh * 10, passport);
  }

  private static SubmitOutcome.Committed committed(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }

  private static LedgerCall call(String function, String... arguments) {
    return LedgerCall.of("batteries", function, arguments);
  }
}
