package org.commonwatt.ledger;

import static org.commonwatt.ledger.JsonParts.each;
import static org.commonwatt.ledger.JsonParts.hash;
import static org.commonwatt.ledger.JsonParts.number;
import static org.commonwatt.ledger.JsonParts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
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

/** The canonical JSON of what is posted to accounts: {@code docs/formats/ledger.md}. */
public final class AccountsJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ACCOUNT = "an account";

  private AccountsJson() {}

  /** Writes a participant. */
  public static String write(Participant participant) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("participant", participant.participant());
    node.put("role", participant.role().name());
    node.put("mspId", participant.mspId());
    node.put("attribute", participant.attribute());
    return node.toString();
  }

  /** Writes a transfer: the text that both sides sign. */
  public static String write(Transfer transfer) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("bank", transfer.bank());
    node.put("reference", transfer.reference());
    node.put("direction", transfer.direction().name());
    node.put("participant", transfer.participant());
    node.put("amountNano", Long.toString(transfer.amountNano()));
    node.put("expiresMillis", transfer.expiresMillis());
    return node.toString();
  }

  /** Writes which batches are posted. */
  public static String write(Postings postings) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("market", postings.market());
    node.put("period", postings.period());
    node.put("after", postings.after().hex());
    node.put("guarantees", postings.guarantees());
    if (postings.disposable()) {
      node.put("disposable", true);
    }
    ArrayNode ids = node.putArray("batchIds");
    postings.batchIds().forEach(ids::add);
    return node.toString();
  }

  /** Writes which rows are folded. */
  public static String write(Fold fold) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("account", fold.account());
    node.put("market", fold.market());
    node.put("period", fold.period());
    ArrayNode ids = node.putArray("transactionIds");
    fold.transactionIds().forEach(ids::add);
    return node.toString();
  }

  /** Writes a step. */
  public static String write(Step step) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("market", step.market());
    node.put("kind", step.kind().name());
    node.put("account", step.account());
    node.put("sequence", step.place().sequence());
    node.put("eventHash", step.place().eventHash().hex());
    ArrayNode moves = node.putArray("moves");
    for (Move move : step.moves()) {
      ObjectNode one = moves.addObject();
      one.put("account", move.account());
      one.put("pot", move.pot().name());
      one.put("amountNano", move.amountNano().toString());
    }
    ArrayNode claims = node.putArray("claims");
    for (Claim claim : step.claims()) {
      ObjectNode one = claims.addObject();
      one.put("creditor", claim.creditor());
      one.put("amountNano", claim.amountNano().toString());
    }
    return node.toString();
  }

  /**
   * Reads a participant.
   *
   * @throws LedgerException when the text is none
   */
  public static Participant readParticipant(String json) {
    return JsonParts.decode("a participant", json, AccountsJson::participant);
  }

  /**
   * Reads a transfer.
   *
   * @throws LedgerException when the text is none
   */
  public static Transfer readTransfer(String json) {
    return JsonParts.decode("a transfer", json, AccountsJson::transfer);
  }

  /**
   * Reads which batches are posted.
   *
   * @throws LedgerException when the text does not say it
   */
  public static Postings readPostings(String json) {
    return JsonParts.decode(
        "postings",
        json,
        node ->
            new Postings(
                text(node, "market"),
                text(node, "period"),
                hash(node, "after"),
                flag(node, "guarantees"),
                node.has("disposable") && flag(node, "disposable"),
                texts(node.required("batchIds"))));
  }

  /**
   * Reads which rows are folded.
   *
   * @throws LedgerException when the text does not say it
   */
  public static Fold readFold(String json) {
    return JsonParts.decode(
        "a fold",
        json,
        node ->
            new Fold(
                text(node, "account"),
                text(node, "market"),
                text(node, "period"),
                texts(node.required("transactionIds"))));
  }

  /**
   * Reads a step.
   *
   * @throws LedgerException when the text is none
   */
  public static Step readStep(String json) {
    return JsonParts.decode(
        "a step",
        json,
        node ->
            new Step(
                text(node, "market"),
                StepKind.valueOf(text(node, "kind")),
                text(node, "account"),
                new LogPlace(number(node, "sequence"), hash(node, "eventHash")),
                each(
                    node.required("moves"),
                    one ->
                        new Move(text(one, "account"), Pot.valueOf(text(one, "pot")), amount(one))),
                each(
                    node.required("claims"),
                    one -> new Claim(text(one, "creditor"), amount(one)))));
  }

  static List<AccountsLedger.Registered> readParticipants(String json) {
    return JsonParts.decode(
        "participants",
        json,
        list ->
            each(
                list,
                node ->
                    new AccountsLedger.Registered(
                        participant(node.required("participant")),
                        text(node, "state").equals("FROZEN"))));
  }

  static List<AccountsLedger.KeptTransfer> readTransfers(String json) {
    return JsonParts.decode(
        "transfers",
        json,
        list ->
            each(
                list,
                node ->
                    new AccountsLedger.KeptTransfer(
                        transfer(node.required("transfer")),
                        text(node, "proposedBy"),
                        text(node, "status"))));
  }

  static AccountsLedger.Posted readPosted(String json) {
    return JsonParts.decode(
        "the head of accounts",
        json,
        node -> new AccountsLedger.Posted(hash(node, "batchHash"), number(node, "batches")));
  }

  static AccountsLedger.Account readAccount(String json) {
    return JsonParts.decode(
        ACCOUNT,
        json,
        node ->
            new AccountsLedger.Account(
                text(node, "account"),
                amount(node, "cashNano"),
                amount(node, "heldNano"),
                amount(node, "availableNano"),
                each(
                    node.required("rows"),
                    row ->
                        new AccountsLedger.Row(
                            text(row, "market"),
                            text(row, "period"),
                            text(row, "transactionId"),
                            amount(row),
                            row.has("disposable"))),
                each(
                    node.required("markets"),
                    share ->
                        new AccountsLedger.Share(
                            text(share, "market"),
                            amount(share, "settledNano"),
                            amount(share, "collateralNano"),
                            amount(share, "fundShareNano"),
                            number(share, "sequence"))),
                each(
                    node.required("owes"),
                    claim ->
                        new AccountsLedger.Owed(
                            text(claim, "market"), text(claim, "creditor"), amount(claim)))));
  }

  private static Participant participant(JsonNode node) {
    return new Participant(
        text(node, "participant"),
        Role.valueOf(text(node, "role")),
        text(node, "mspId"),
        text(node, "attribute"));
  }

  private static Transfer transfer(JsonNode node) {
    return new Transfer(
        text(node, "bank"),
        text(node, "reference"),
        Direction.valueOf(text(node, "direction")),
        text(node, "participant"),
        Long.parseLong(text(node, "amountNano")),
        number(node, "expiresMillis"));
  }

  private static boolean flag(JsonNode node, String field) {
    JsonNode value = node.required(field);
    if (!value.isBoolean()) {
      throw new IllegalArgumentException(field + " must be true or false");
    }
    return value.booleanValue();
  }

  private static List<String> texts(JsonNode array) {
    return each(
        array,
        node -> {
          if (!node.isTextual()) {
            throw new IllegalArgumentException("a string is expected");
          }
          return node.textValue();
        });
  }

  private static BigInteger amount(JsonNode node) {
    return amount(node, "amountNano");
  }

  private static BigInteger amount(JsonNode node, String field) {
    return new BigInteger(text(node, field));
  }
}
