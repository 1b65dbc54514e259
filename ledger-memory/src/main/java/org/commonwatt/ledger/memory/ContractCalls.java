package org.commonwatt.ledger.memory;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.commonwatt.chaincode.accounts.rules.Accounts;
import org.commonwatt.chaincode.accounts.rules.Participants;
import org.commonwatt.chaincode.accounts.rules.Steps;
import org.commonwatt.chaincode.accounts.rules.Transfers;
import org.commonwatt.chaincode.batteries.rules.Batteries;
import org.commonwatt.chaincode.bilateral.rules.BilateralContracts;
import org.commonwatt.chaincode.disputes.rules.Disputes;
import org.commonwatt.chaincode.invoices.rules.Invoices;
import org.commonwatt.chaincode.origin.rules.GuaranteesOfOrigin;
import org.commonwatt.chaincode.registry.rules.Registry;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerRejection;

/** What Fabric's router does elsewhere: finds the function of a call and counts its arguments. */
final class ContractCalls {
  private static final Map<String, Function> SETTLEMENT =
      Map.of(
          "PostBatch", settlement(1, (rules, given) -> rules.post(given.get(0))),
          "IndexBatches", settlement(1, (rules, given) -> rules.index(given.get(0))),
          "GetBatch", settlement(1, (rules, given) -> rules.batch(given.get(0))),
          "ListBatches", settlement(1, (rules, given) -> rules.batches(given.get(0))),
          "GetBalance", settlement(2, (rules, given) -> rules.balance(given.get(0), given.get(1))),
          "GetHead", settlement(1, (rules, given) -> rules.head(given.get(0))));
  private static final Map<String, Function> REGISTRY =
      Map.of(
          "PostEntries", registry(1, (rules, given) -> rules.post(given.get(0))),
          "GetHead", registry(1, (rules, given) -> rules.getHead(given.get(0))),
          "GetRulebook",
              registry(2, (rules, given) -> rules.getRulebook(given.get(0), given.get(1))),
          "ListRulebooks", registry(1, (rules, given) -> rules.listRulebooks(given.get(0))),
          "GetAuction", registry(2, (rules, given) -> rules.getAuction(given.get(0), given.get(1))),
          "ListAuctions", registry(1, (rules, given) -> rules.listAuctions(given.get(0))));

  private static final Map<String, Function> INVOICES =
      Map.of(
          "Issue", invoices(1, (rules, given) -> rules.issue(given.get(0))),
          "Pay", invoices(3, (rules, given) -> rules.pay(given.get(0), given.get(1), given.get(2))),
          "Reverse",
              invoices(
                  3, (rules, given) -> rules.reverse(given.get(0), given.get(1), given.get(2))),
          "GetInvoice", invoices(2, (rules, given) -> rules.get(given.get(0), given.get(1))),
          "ListInvoices", invoices(1, (rules, given) -> rules.list(given.get(0))));

  private static final Map<String, Function> ORIGIN =
      Map.of(
          "DeclareSource", origin(1, (rules, given) -> rules.declare(given.get(0))),
          "PostRun", origin(1, (rules, given) -> rules.post(given.get(0))),
          "GetHead", origin(1, (rules, given) -> rules.getHead(given.get(0))),
          "ListSources", origin(1, (rules, given) -> rules.listSources(given.get(0))),
          "GetSlot", origin(2, (rules, given) -> rules.getSlot(given.get(0), given.get(1))),
          "ListDay", origin(2, (rules, given) -> rules.listDay(given.get(0), given.get(1))),
          "ListStocks", origin(1, (rules, given) -> rules.listStocks(given.get(0))));

  private static final Map<String, Function> ACCOUNTS =
      Map.ofEntries(
          entry("Register", 1, (state, given) -> participants(state).register(given.get(0))),
          entry("Freeze", 1, (state, given) -> participants(state).freeze(given.get(0))),
          entry("Unfreeze", 1, (state, given) -> participants(state).unfreeze(given.get(0))),
          entry("GetParticipant", 1, (state, given) -> participants(state).get(given.get(0))),
          entry("ListParticipants", 0, (state, given) -> participants(state).list()),
          entry("Propose", 1, (state, given) -> transfers(state).propose(given.get(0))),
          entry("Confirm", 1, (state, given) -> transfers(state).confirm(given.get(0))),
          entry(
              "TakeBack",
              2,
              (state, given) -> transfers(state).takeBack(given.get(0), given.get(1))),
          entry(
              "GetTransfer", 2, (state, given) -> transfers(state).get(given.get(0), given.get(1))),
          entry("ListTransfers", 1, (state, given) -> transfers(state).list(given.get(0))),
          entry("PostBatches", 1, (state, given) -> new Accounts(state).post(given.get(0))),
          entry("PostStep", 1, (state, given) -> new Steps(state).post(given.get(0))),
          entry("Fold", 1, (state, given) -> new Accounts(state).fold(given.get(0))),
          entry("GetPosted", 1, (state, given) -> new Accounts(state).posted(given.get(0))),
          entry("GetAccount", 1, (state, given) -> new Accounts(state).get(given.get(0))));

  private static final Map<String, Function> BILATERAL =
      Map.of(
          "RegisterKey",
              bilateral(2, (rules, given) -> rules.registerKey(given.get(0), given.get(1))),
          "GetKey", bilateral(1, (rules, given) -> rules.key(given.get(0))),
          "DepositPrice",
              bilateral(2, (rules, given) -> rules.depositPrice(given.get(0), given.get(1))),
          "Record", bilateral(1, (rules, given) -> rules.record(given.get(0))),
          "GetContract", bilateral(2, (rules, given) -> rules.get(given.get(0), given.get(1))),
          "ListContracts", bilateral(1, (rules, given) -> rules.list(given.get(0))),
          "GetPrice", bilateral(2, (rules, given) -> rules.price(given.get(0), given.get(1))));

  private static final Map<String, Function> DISPUTES =
      Map.ofEntries(
          entry("Open", 1, (state, given) -> new Disputes(state).open(given.get(0))),
          entry("Resolve", 1, (state, given) -> new Disputes(state).resolve(given.get(0))),
          entry(
              "GetDispute",
              2,
              (state, given) -> new Disputes(state).get(given.get(0), given.get(1))),
          entry("ListDisputes", 1, (state, given) -> new Disputes(state).list(given.get(0))),
          entry("GetHead", 1, (state, given) -> new Disputes(state).head(given.get(0))));

  private static final Map<String, Function> BATTERIES =
      Map.ofEntries(
          entry(
              "RegisterOrganisation",
              1,
              (state, given) -> new Batteries(state).register(given.get(0))),
          entry(
              "GetOrganisation",
              1,
              (state, given) -> new Batteries(state).organisation(given.get(0))),
          entry("ListOrganisations", 0, (state, given) -> new Batteries(state).organisations()),
          entry("Submit", 1, (state, given) -> new Batteries(state).submit(given.get(0))),
          entry("GetAsset", 1, (state, given) -> new Batteries(state).asset(given.get(0))),
          entry("FindAsset", 1, (state, given) -> new Batteries(state).find(given.get(0))),
          entry("GetPassport", 1, (state, given) -> new Batteries(state).passport(given.get(0))),
          entry("GetFamily", 1, (state, given) -> new Batteries(state).family(given.get(0))),
          entry(
              "GetHistory",
              2,
              (state, given) -> new Batteries(state).history(given.get(0), given.get(1))),
          entry("ListAssets", 1, (state, given) -> new Batteries(state).assets(given.get(0))),
          entry(
              "ListEvents",
              2,
              (state, given) -> new Batteries(state).events(given.get(0), given.get(1))));

  /** The first is called when a call names no contract. */
  private static final Map<String, Map<String, Function>> CONTRACTS =
      Map.of(
          "", SETTLEMENT,
          "settlement", SETTLEMENT,
          "registry", REGISTRY,
          "invoices", INVOICES,
          "origin", ORIGIN,
          "accounts", ACCOUNTS,
          "bilateral", BILATERAL,
          "disputes", DISPUTES,
          "batteries", BATTERIES);

  private ContractCalls() {}

  private record Function(int arguments, Body body) {}

  private interface Body {
    String run(State state, List<String> given);
  }

  private static Map.Entry<String, Function> entry(String name, int arguments, Body body) {
    return Map.entry(name, new Function(arguments, body));
  }

  private static Participants participants(State state) {
    return new Participants(state);
  }

  private static Transfers transfers(State state) {
    return new Transfers(state);
  }

  private static Function settlement(
      int arguments, BiFunction<Settlement, List<String>, String> body) {
    return new Function(arguments, (state, given) -> body.apply(new Settlement(state), given));
  }

  private static Function invoices(int arguments, BiFunction<Invoices, List<String>, String> body) {
    return new Function(arguments, (state, given) -> body.apply(new Invoices(state), given));
  }

  private static Function bilateral(
      int arguments, BiFunction<BilateralContracts, List<String>, String> body) {
    return new Function(
        arguments, (state, given) -> body.apply(new BilateralContracts(state), given));
  }

  private static Function origin(
      int arguments, BiFunction<GuaranteesOfOrigin, List<String>, String> body) {
    return new Function(
        arguments, (state, given) -> body.apply(new GuaranteesOfOrigin(state), given));
  }

  private static Function registry(int arguments, BiFunction<Registry, List<String>, String> body) {
    return new Function(arguments, (state, given) -> body.apply(new Registry(state), given));
  }

  /**
   * Runs a call of a contract.
   *
   * @return what the function returned
   * @throws Refused when it refuses, or there is no such function or contract
   */
  static String run(LedgerCall call, State state) throws Refused {
    Map<String, Function> contract = CONTRACTS.get(call.contract());
    if (contract == null) {
      throw new Refused(
          new LedgerRejection(
              LedgerRejection.CONTRACT_FAULT, "there is no contract " + call.contract()));
    }
    try {
      return function(contract, call).body().run(state, call.arguments());
    } catch (Refusal refusal) {
      throw new Refused(LedgerRejection.parse(refusal.text()));
    }
  }

  private static Function function(Map<String, Function> contract, LedgerCall call) {
    Function function = contract.get(call.function());
    if (function == null) {
      throw new Refusal(RefusalCode.UNKNOWN_FUNCTION, "there is no function " + call.function());
    }
    if (function.arguments() != call.arguments().size()) {
      throw new Refusal(
          RefusalCode.WRONG_ARGUMENTS,
          call.function() + " takes " + function.arguments() + " arguments");
    }
    return function;
  }

  /** Why a call was refused. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient LedgerRejection rejection;

    Refused(LedgerRejection rejection) {
      super(rejection.code(), null, false, false);
      this.rejection = rejection;
    }

    LedgerRejection rejection() {
      return rejection;
    }
  }
}
