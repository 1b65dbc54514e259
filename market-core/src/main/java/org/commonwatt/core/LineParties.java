package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonwatt.core.origin.SlotEnergy;
import org.commonwatt.core.settlement.Correction.Ground;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;

/** Amounts and counterparties of the lines of a bill whose lines may be corrected. */
final class LineParties {
  private final Ground ground;
  private final List<String> members; // sorted, as of the bill
  private final List<String> others; // counterparties that are no members
  private final long[] amounts;
  private final int[] counterparties; // place among the members, from 0; below: -1 - among others

  private LineParties(
      Ground ground, List<String> members, List<String> others, long[] amounts, int[] parties) {
    this.ground = ground;
    this.members = members;
    this.others = others;
    this.amounts = amounts;
    this.counterparties = parties;
  }

  /**
   * Those of a bill.
   *
   * @param rulebook the slot's
   */
  static LineParties of(
      SettlementBatch batch, List<BillLine> lines, List<String> members, Rulebook rulebook) {
    Ground ground =
        new Ground(
            batch.market(),
            batch.rulebookVersion(),
            batch.rulebookHash(),
            batch.auctionHash(),
            SettlementHashes.batch(batch),
            rulebook.guarantees() != null);
    List<String> others = new ArrayList<>();
    long[] amounts = new long[lines.size()];
    int[] parties = new int[lines.size()];
    for (int line = 0; line < amounts.length; line++) {
      amounts[line] = lines.get(line).amountNano();
      parties[line] = place(account(lines.get(line).counterparty(), rulebook), members, others);
    }
    return new LineParties(ground, members, others, amounts, parties);
  }

  /** Who has an account for a counterparty: a link passes what it earns over as rent. */
  private static String account(String counterparty, Rulebook rulebook) {
    return SlotEnergy.isLink(counterparty) ? rulebook.congestionRentAccount() : counterparty;
  }

  private static int place(String account, List<String> members, List<String> others) {
    int member = Collections.binarySearch(members, account);
    if (member >= 0) {
      return member;
    }
    int other = others.indexOf(account); // a few: supplier, operators
    if (other < 0) {
      others.add(account);
      other = others.size() - 1;
    }
    return -1 - other;
  }

  DisputedLine line(int index) {
    int place = counterparties[index];
    return new DisputedLine(
        amounts[index],
        place >= 0 ? members.get(place) : others.get(-1 - place),
        place >= 0,
        ground);
  }

  void save(StateWriter out) {
    DisputedLine.save(ground, out);
    out.number(others.size());
    others.forEach(out::text);
    for (int line = 0; line < amounts.length; line++) {
      out.number(amounts[line]);
      out.number(counterparties[line]);
    }
  }

  static LineParties restore(StateReader in, List<String> members, int lines) {
    Ground ground = DisputedLine.ground(in);
    List<String> others = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      others.add(in.text());
    }
    long[] amounts = new long[lines];
    int[] parties = new int[lines];
    for (int line = 0; line < lines; line++) {
      amounts[line] = in.number();
      parties[line] = (int) in.number();
    }
    return new LineParties(ground, members, others, amounts, parties);
  }
}
