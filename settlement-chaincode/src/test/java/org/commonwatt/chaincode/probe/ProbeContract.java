package org.commonwatt.chaincode.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ext.sbe.StateBasedEndorsement;
import org.hyperledger.fabric.shim.ext.sbe.impl.StateBasedEndorsementFactory;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.hyperledger.fabric.shim.ledger.KeyModification;
import org.hyperledger.fabric.shim.ledger.KeyValue;

/**
 * A contract whose functions each touch one side of the stub, for the kit that every ledger must
 * pass. It is in this module's test jar, which a ledger under test deploys beside the settlement
 * contract and nobody else does.
 */
@Contract(name = "probe")
public final class ProbeContract implements ContractInterface {
  /** Made by Fabric's router. */
  public ProbeContract() {}

  /** Writes a key without reading it. */
  @Transaction
  public void put(Context context, String key, String value) {
    context.getStub().putStringState(key, value);
  }

  /** The value of a key and its length in bytes. */
  @Transaction
  public String get(Context context, String key) {
    byte[] value = context.getStub().getState(key);
    return new String(value, StandardCharsets.UTF_8) + "/" + value.length;
  }

  /** Writes a key and tells what a read then gives. */
  @Transaction
  public String putThenGet(Context context, String key, String value) {
    put(context, key, value);
    return get(context, key);
  }

  /** Reads a key, then writes another. */
  @Transaction
  public void copy(Context context, String from, String to) {
    context.getStub().putState(to, context.getStub().getState(from));
  }

  /** Deletes a key. */
  @Transaction
  public void delete(Context context, String key) {
    context.getStub().delState(key);
  }

  /** The keys of a range. */
  @Transaction
  public String range(Context context, String start, String end) {
    return keys(context.getStub().getStateByRange(start, end));
  }

  /** Counts a range and writes the count. */
  @Transaction
  public void count(Context context, String start, String end, String key) {
    put(context, key, range(context, start, end));
  }

  /** Writes so many keys, which begin with a text and go on from {@code 1000}. */
  @Transaction
  public void fill(Context context, String start, String count) {
    for (int i = 0; i < Integer.parseInt(count); i++) {
      put(context, start + (1000 + i), "1");
    }
  }

  /** Writes how the first key of a range is called, and stops reading there. */
  @Transaction
  public void first(Context context, String start, String end, String key) {
    put(context, key, context.getStub().getStateByRange(start, end).iterator().next().getKey());
  }

  /** Writes a composite key. */
  @Transaction
  public void putPair(Context context, String type, String attribute, String value) {
    context.getStub().putStringState(new CompositeKey(type, attribute).toString(), value);
  }

  /** The values of all composite keys of a type. */
  @Transaction
  public String pairs(Context context, String type) {
    List<String> values = new ArrayList<>();
    context
        .getStub()
        .getStateByPartialCompositeKey(type)
        .forEach(row -> values.add(row.getStringValue()));
    return String.join(",", values);
  }

  /** A page of a range, and the bookmark. */
  @Transaction
  public String page(Context context, String start, String end, String bookmark) {
    var page = context.getStub().getStateByRangeWithPagination(start, end, 2, bookmark);
    return keys(page) + ";" + page.getMetadata().getBookmark();
  }

  /** How many rows all pages of a range have together. */
  @Transaction
  public String pages(Context context, String start, String end) {
    int rows = 0;
    String bookmark = "";
    do {
      var page = context.getStub().getStateByRangeWithPagination(start, end, 300, bookmark);
      for (KeyValue row : page) {
        rows += row.getKey().isEmpty() ? 0 : 1;
      }
      bookmark = page.getMetadata().getBookmark();
    } while (!bookmark.isEmpty());
    return Integer.toString(rows);
  }

  /** How many rows a range shows when it is asked for at once. */
  @Transaction
  public String size(Context context, String start, String end) {
    return Integer.toString(range(context, start, end).split(",").length);
  }

  /** A page, and then a write. */
  @Transaction
  public void pageThenPut(Context context) {
    page(context, "", "", "");
    put(context, "a", "b");
  }

  /** The values that a key has had. */
  @Transaction
  public String history(Context context, String key) {
    List<String> values = new ArrayList<>();
    for (KeyModification change : context.getStub().getHistoryForKey(key)) {
      values.add(change.isDeleted() ? "deleted" : change.getStringValue());
    }
    return String.join(",", values);
  }

  /** Writes a private value. */
  @Transaction
  public void putPrivate(Context context, String collection, String key, String value) {
    context.getStub().putPrivateData(collection, key, value);
  }

  /** Writes a private value that nobody can read off the call: the text, turned round. */
  @Transaction
  public void hide(Context context, String collection, String key, String text) {
    putPrivate(context, collection, key, new StringBuilder(text).reverse().toString());
  }

  /** Writes the private value that the call hands over. */
  @Transaction
  public void hideTransient(Context context, String collection, String key) {
    byte[] value = context.getStub().getTransient().get("secret");
    if (value == null) {
      throw new org.hyperledger.fabric.shim.ChaincodeException("NOTHING_GIVEN: no secret", "");
    }
    context.getStub().putPrivateData(collection, key, value);
  }

  /** Adds one to a counter and sets an event with the new count. */
  @Transaction
  public String increment(Context context, String key) {
    String before = context.getStub().getStringState(key);
    String after = before.isEmpty() ? "1" : Integer.toString(Integer.parseInt(before) + 1);
    put(context, key, after);
    context.getStub().setEvent("Counted", after.getBytes(StandardCharsets.UTF_8));
    return after;
  }

  /** Fails as contracts do that refuse a call, after having written. */
  @Transaction
  public void refuse(Context context, String key, String message) {
    put(context, key, "never");
    throw new org.hyperledger.fabric.shim.ChaincodeException(message, "");
  }

  /** Lets a key be written only with the signatures of these organisations' peers. */
  @Transaction
  public void protect(Context context, String key, String organisations) {
    context.getStub().setStateValidationParameter(key, policyOf(organisations));
  }

  /** Lets a private key be written only with the signatures of these organisations' peers. */
  @Transaction
  public void protectPrivate(Context context, String collection, String key, String organisations) {
    context.getStub().setPrivateDataValidationParameter(collection, key, policyOf(organisations));
  }

  /** The organisations that a private key's own policy asks for. */
  @Transaction
  public String privateProtectors(Context context, String collection, String key) {
    return organisationsOf(context.getStub().getPrivateDataValidationParameter(collection, key));
  }

  /** The organisations that a key's own policy asks for. */
  @Transaction
  public String protectors(Context context, String key) {
    return organisationsOf(context.getStub().getStateValidationParameter(key));
  }

  private static byte[] policyOf(String organisations) {
    StateBasedEndorsement policy =
        StateBasedEndorsementFactory.getInstance().newStateBasedEndorsement(new byte[0]);
    policy.addOrgs(StateBasedEndorsement.RoleType.RoleTypePeer, organisations.split(","));
    return policy.policy();
  }

  private static String organisationsOf(byte[] policy) {
    if (policy == null || policy.length == 0) {
      return "";
    }
    List<String> organisations =
        new ArrayList<>(
            StateBasedEndorsementFactory.getInstance().newStateBasedEndorsement(policy).listOrgs());
    Collections.sort(organisations);
    return String.join(",", organisations);
  }

  /** Deletes a private value. */
  @Transaction
  public void deletePrivate(Context context, String collection, String key) {
    context.getStub().delPrivateData(collection, key);
  }

  /** Deletes a private value for good. */
  @Transaction
  public void purgePrivate(Context context, String collection, String key) {
    context.getStub().purgePrivateData(collection, key);
  }

  /** A private value. */
  @Transaction
  public String getPrivate(Context context, String collection, String key) {
    return context.getStub().getPrivateDataUTF8(collection, key);
  }

  /** The public hash of a private value. */
  @Transaction
  public String privateHash(Context context, String collection, String key) {
    return java.util.HexFormat.of()
        .formatHex(context.getStub().getPrivateDataHash(collection, key));
  }

  /** Reads a private value and writes a public one. */
  @Transaction
  public void reveal(Context context, String collection, String key) {
    put(context, key, "/" + getPrivate(context, collection, key));
  }

  /** Reads a private value and all public keys, and writes what it saw. */
  @Transaction
  public void countAndReveal(Context context, String collection, String key, String to) {
    put(context, to, range(context, "", "") + "/" + getPrivate(context, collection, key));
  }

  /** The private keys of a range. */
  @Transaction
  public String privateRange(Context context, String collection) {
    return keys(context.getStub().getPrivateDataByRange(collection, "", ""));
  }

  /** Sets two events. */
  @Transaction
  public void events(Context context) {
    context.getStub().setEvent("First", new byte[] {'1'});
    context.getStub().setEvent("Second", new byte[] {'2'});
  }

  /** Who called, when, on which channel. */
  @Transaction
  public String who(Context context) {
    ChaincodeStub stub = context.getStub();
    return String.join(
        "|",
        context.getClientIdentity().getMSPID(),
        context.getClientIdentity().getX509Certificate().getSubjectX500Principal().getName(),
        stub.getTxTimestamp().toString(),
        stub.getChannelId());
  }

  /** Something that no two simulations agree on. */
  @Transaction
  public String nanos(Context context) {
    return context.getStub().getTxId() + System.nanoTime();
  }

  /** A fault. */
  @Transaction
  public void fault(Context context) {
    throw new IllegalStateException("a fault in " + context.getStub().getTxId());
  }

  /** A query that only a peer with a database for documents answers. */
  @Transaction
  public void rich(Context context) {
    context.getStub().getQueryResult("{}");
  }

  /** Calls chaincode that is not on the channel. */
  @Transaction
  public String callOther(Context context, String name) {
    return context.getStub().invokeChaincodeWithStringArgs(name, "get", "a").getMessage();
  }

  private static String keys(Iterable<KeyValue> rows) {
    List<String> keys = new ArrayList<>();
    rows.forEach(row -> keys.add(row.getKey()));
    return String.join(",", keys);
  }
}
