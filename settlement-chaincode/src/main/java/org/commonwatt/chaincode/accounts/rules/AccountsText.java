package org.commonwatt.chaincode.accounts.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.model.Ids;
import org.commonwatt.model.LedgerAccounts;
import org.commonwatt.model.LedgerAccounts.Claim;
import org.commonwatt.model.LedgerAccounts.Direction;
import org.commonwatt.model.LedgerAccounts.Fold;
import org.commonwatt.model.LedgerAccounts.Move;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Postings;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.LedgerAccounts.Role;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.LedgerAccounts.StepKind;
import org.commonwatt.model.LedgerAccounts.Transfer;
import org.commonwatt.model.RegistryEntries.LogPlace;

/**
 * The JSON of what is posted to accounts, strictly: only the canonical spelling is accepted, so
 * that both sides of a transfer sign the same bytes and every peer stores them.
 */
final class AccountsText {
  private static final int MAX_BATCH_ID = Ids.MAX_LENGTH + 32;

  private AccountsText() {}

  static Participant participant(String json) {
    Fields fields = new Fields("", Fields.object("participant", json));
    Participant found =
        new Participant(
            fields.id("participant"),
            fields.word("role", Role.class),
            fields.id("mspId"),
            fields.id("attribute"));
    Fields.requireCanonical(write(found), json);
    return found;
  }

  static String write(Participant found) {
    return "{\"participant\":\""
        + found.participant()
        + "\",\"role\":\""
        + found.role()
        + "\",\"mspId\":\""
        + found.mspId()
        + "\",\"attribute\":\""
        + found.attribute()
        + "\"}";
  }

  static Transfer transfer(String json) {
    Fields fields = new Fields("", Fields.object("transfer", json));
    Transfer found =
        new Transfer(
            fields.id("bank"),
            fields.id("reference"),
            fields.word("direction", Direction.class),
            fields.id("participant"),
            fields.amount("amountNano"),
            fields.integer("expiresMillis", 0, Fields.MAX_MILLIS));
    if (found.amountNano() <= 0) {
      throw Fields.malformed("amountNano", "must be positive: direction says which way money goes");
    }
    Fields.requireCanonical(write(found), json);
    return found;
  }

  private static String write(Transfer found) {
    return "{\"bank\":\""
        + found.bank()
        + "\",\"reference\":\""
        + found.reference()
        + "\",\"direction\":\""
        + found.direction()
        + "\",\"participant\":\""
        + found.participant()
        + "\",\"amountNano\":\""
        + found.amountNano()
        + "\",\"expiresMillis\":"
        + found.expiresMillis()
        + "}";
  }

  static Postings postings(String json) {
    Fields fields = new Fields("", Fields.object("postings", json));
    Postings found =
        new Postings(
            fields.id("market"),
            fields.id("period"),
            fields.hash("after"),
            fields.flag("guarantees"),
            fields.has("disposable") && fields.flag("disposable"),
            each(fields, "batchIds", LedgerAccounts.MOST, AccountsText::batchId));
    requireSome("batchIds", found.batchIds());
    String canonical =
        "{\"market\":\""
            + found.market()
            + "\",\"period\":\""
            + found.period()
            + "\",\"after\":\""
            + found.after()
            + "\",\"guarantees\":"
            + found.guarantees()
            + (found.disposable() ? ",\"disposable\":true" : "")
            + ",\"batchIds\":"
            + array(found.batchIds(), AccountsText::quoted)
            + "}";
    Fields.requireCanonical(canonical, json);
    return found;
  }

  static Fold fold(String json) {
    Fields fields = new Fields("", Fields.object("fold", json));
    Fold found =
        new Fold(
            fields.id("account"),
            fields.id("market"),
            fields.id("period"),
            each(
                fields, "transactionIds", LedgerAccounts.MOST, node -> id("transactionIds", node)));
    requireSome("transactionIds", found.transactionIds());
    if (found.transactionIds().stream().distinct().count() < found.transactionIds().size()) {
      throw Fields.malformed("transactionIds", "must name each transaction once");
    }
    String canonical =
        "{\"account\":\""
            + found.account()
            + "\",\"market\":\""
            + found.market()
            + "\",\"period\":\""
            + found.period()
            + "\",\"transactionIds\":"
            + array(found.transactionIds(), AccountsText::quoted)
            + "}";
    Fields.requireCanonical(canonical, json);
    return found;
  }

  static Step step(String json) {
    Fields fields = new Fields("", Fields.object("step", json));
    Step found =
        new Step(
            fields.id("market"),
            fields.word("kind", StepKind.class),
            fields.id("account"),
            new LogPlace(fields.integer("sequence", 1, Long.MAX_VALUE), fields.hash("eventHash")),
            each(fields, "moves", LedgerAccounts.MOST_MOVES, AccountsText::move),
            each(fields, "claims", LedgerAccounts.MOST_MOVES, AccountsText::claim));
    Fields.requireCanonical(write(found), json);
    return found;
  }

  private static String write(Step step) {
    return "{\"market\":\""
        + step.market()
        + "\",\"kind\":\""
        + step.kind()
        + "\",\"account\":\""
        + step.account()
        + "\",\"sequence\":"
        + step.place().sequence()
        + ",\"eventHash\":\""
        + step.place().eventHash()
        + "\",\"moves\":"
        + array(step.moves(), AccountsText::write)
        + ",\"claims\":"
        + array(step.claims(), AccountsText::write)
        + "}";
  }

  private static String write(Move move) {
    return "{\"account\":\""
        + move.account()
        + "\",\"pot\":\""
        + move.pot()
        + "\",\"amountNano\":\""
        + move.amountNano()
        + "\"}";
  }

  private static String write(Claim claim) {
    return "{\"creditor\":\""
        + claim.creditor()
        + "\",\"amountNano\":\""
        + claim.amountNano()
        + "\"}";
  }

  private static Move move(JsonNode node) {
    Fields fields = new Fields("moves.", node);
    return new Move(
        fields.id("account"), fields.word("pot", Pot.class), notZero(fields, "moves.amountNano"));
  }

  private static Claim claim(JsonNode node) {
    Fields fields = new Fields("claims.", node);
    return new Claim(fields.id("creditor"), notZero(fields, "claims.amountNano"));
  }

  private static BigInteger notZero(Fields fields, String named) {
    BigInteger amount = fields.wideAmount("amountNano");
    if (amount.signum() == 0) {
      throw Fields.malformed(named, "must not be 0: leave it out");
    }
    return amount;
  }

  private static String id(String field, JsonNode node) {
    if (!node.isTextual() || !Ids.isValid(node.textValue())) {
      throw Fields.malformed(field, "must be ids, 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    return node.textValue();
  }

  private static String batchId(JsonNode node) {
    boolean spelled =
        node.isTextual()
            && node.textValue().length() <= MAX_BATCH_ID
            && node.textValue().matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    if (!spelled) {
      throw Fields.malformed("batchIds", "must be ids of batches");
    }
    return node.textValue();
  }

  private static void requireSome(String field, List<String> found) {
    if (found.isEmpty()) {
      throw Fields.malformed(field, "must have one at least");
    }
  }

  private static <T> List<T> each(
      Fields fields, String field, int most, Function<JsonNode, T> read) {
    JsonNode array = fields.array(field);
    if (array.size() > most) {
      throw Fields.malformed(field, "must have at most " + most);
    }
    List<T> all = new ArrayList<>();
    array.forEach(node -> all.add(read.apply(node)));
    return all;
  }

  static <T> String array(List<T> all, Function<T, String> write) {
    return all.stream().map(write).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  /** An id that is an argument of its own. */
  static String id(String what, String text) {
    if (!Ids.isValid(text)) {
      throw Fields.malformed(
          what, "must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit");
    }
    return text;
  }
}
