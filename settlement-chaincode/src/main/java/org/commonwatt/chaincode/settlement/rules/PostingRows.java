package org.commonwatt.chaincode.settlement.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;

/**
 * The postings of a batch in at most {@value #PARTS} rows, because every write is a round trip to
 * the peer. An account is in the same part in every batch, so its sum reads one row of each.
 */
final class PostingRows {
  /** The parts that the accounts of a market are in: two hexadecimal digits of an id's hash. */
  static final int PARTS = 64;

  private PostingRows() {}

  /** The part of an account, two decimal digits: the first byte of SHA-256 of its id, modulo 64. */
  static String part(String account) {
    String hex = Hash.of(account.getBytes(StandardCharsets.US_ASCII)).hex();
    int part = Integer.parseInt(hex.substring(0, 2), 16) % PARTS;
    return part < 10 ? "0" + part : Integer.toString(part);
  }

  /** The rows by part: JSON objects of account and amount, in the order of the postings. */
  static Map<String, String> of(List<Posting> postings) {
    Map<String, StringBuilder> rows = new TreeMap<>();
    for (Posting posting : postings) {
      StringBuilder row = rows.computeIfAbsent(part(posting.account()), any -> new StringBuilder());
      row.append(row.isEmpty() ? "{\"" : ",\"").append(posting.account());
      row.append("\":\"").append(posting.amountNano()).append('"');
    }
    Map<String, String> written = new TreeMap<>();
    rows.forEach((part, row) -> written.put(part, row.append('}').toString()));
    return written;
  }

  /** What a row adds to an account, in nano-currency. */
  static BigInteger amount(String row, String account) {
    JsonNode amount = Fields.object("row", row).path(account);
    return amount.isMissingNode() ? BigInteger.ZERO : new BigInteger(amount.textValue());
  }
}
