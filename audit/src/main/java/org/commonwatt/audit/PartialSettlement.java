package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/**
 * The settlement of a slot of which positions were erased: which lines there must be and whose,
 * every line of the others, the root from the leaves' hashes, the auction, the postings that no
 * erased energy touches.
 */
final class PartialSettlement {
  private final SettlementRecount recount;

  PartialSettlement(SettlementRecount recount) {
    this.recount = recount;
  }

  void compare(Place eventPlace, SlotSettled found, Findings findings, Erasures erasures) {
    SettlementBatch wanted = recount.settled().batch();
    SettlementBatch given = found.batch();
    Place place = eventPlace.withSlot(wanted.slot()).withBatch(wanted.batchId());
    new Walk(place, found, findings, erasures).run();
    findings.compare(
        FindingCode.BILL_ROOT_DIFFERS, place, MerkleRoot.ofHashes(leaves(found)), given.billRoot());
    findings.compare(
        FindingCode.AUCTION_HASH_DIFFERS, place, wanted.auctionHash(), given.auctionHash());
    findings.compare(
        FindingCode.BATCH_DIFFERS,
        place,
        List.of(
            wanted.batchId(),
            wanted.market(),
            wanted.rulebookVersion(),
            wanted.rulebookHash(),
            found.billLines().size() + found.erasedLines().size()),
        SettlementComparison.header(given));
    findings.compare(
        FindingCode.POSTING_DIFFERS, place, known(wanted.postings()), known(given.postings()));
    for (String area : recount.openAreas()) {
      findings.add(
          FindingCode.BILL_LINE_UNPROVEN,
          place,
          "the losses of "
              + area
              + " rest on positions of which one was erased: what entered and left it is taken as"
              + " stated");
    }
    List<String> unknown = recount.unknown();
    if (unknown.isEmpty()) { // what was erased is only taken back
      findings.compare(
          FindingCode.POSITIONS_HASH_DIFFERS, place, wanted.positionsHash(), given.positionsHash());
    } else {
      findings.add(
          FindingCode.POSITIONS_HASH_ERASED,
          place,
          "the hash of the positions is taken as stated: those of "
              + String.join(", ", unknown)
              + " were erased");
    }
  }

  /** The postings by account: recomputed where every line is known, else as they are stated. */
  List<Posting> believed(List<Posting> stated) {
    Set<String> touched = touched();
    return Stream.concat(
            known(recount.postings()).stream(),
            stated.stream().filter(posting -> touched.contains(posting.account())))
        .sorted(Comparator.comparing(Posting::account))
        .toList();
  }

  /** The postings of those whose every line is known. */
  private List<Posting> known(List<Posting> postings) {
    Set<String> touched = touched();
    return postings.stream().filter(posting -> !touched.contains(posting.account())).toList();
  }

  /** Accounts of which some line is not known. */
  private Set<String> touched() {
    Set<String> touched = new HashSet<>(erasedMembers());
    if (touched.stream().anyMatch(recount::isResponsible)) {
      touched.addAll(recount.counterparties());
    } else if (!touched.isEmpty()) {
      touched.add(recount.supplier());
    }
    return touched;
  }

  private List<String> erasedMembers() {
    return recount.lines().stream()
        .filter(line -> line.line() == null)
        .map(WantedLine::subject)
        .toList();
  }

  /** Every line by its index: a bill line or an erased one. */
  private static List<Object> stated(SlotSettled found) {
    Map<Integer, ErasedLine> gone =
        found.erasedLines().stream()
            .collect(Collectors.toMap(ErasedLine::index, line -> line, (a, b) -> a, TreeMap::new));
    List<Object> all = new ArrayList<>();
    int read = 0;
    while (read < found.billLines().size() || gone.containsKey(all.size())) {
      ErasedLine erased = gone.get(all.size());
      all.add(erased == null ? found.billLines().get(read++) : erased);
    }
    return all;
  }

  private static List<Hash> leaves(SlotSettled found) {
    return stated(found).stream()
        .map(
            line ->
                line instanceof BillLine readable
                    ? BatchHashes.leafHash(readable)
                    : ((ErasedLine) line).seal().leafHash())
        .toList();
  }

  /** Goes along the wanted and the stated lines side by side. */
  private final class Walk {
    private final Place place;
    private final List<Object> stated;
    private final Findings findings;
    private final Erasures erasures;
    private int next;
    private boolean isSkipped; // the last optional residual

    Walk(Place place, SlotSettled found, Findings findings, Erasures erasures) {
      this.place = place;
      this.stated = stated(found);
      this.findings = findings;
      this.erasures = erasures;
    }

    void run() {
      recount.lines().forEach(this::step);
      if (next != stated.size()) {
        findings.add(
            FindingCode.BILL_LINE_DIFFERS,
            place,
            "expected " + next + " bill lines, found " + stated.size());
      }
    }

    private void step(WantedLine wanted) {
      BillLine line = wanted.line();
      if (line != null && wanted.isOptional()) {
        isSkipped = line.kind().tellsOfCounterparty() ? isSkipped : !isStated(line);
        if (isSkipped) {
          return;
        }
      }
      if (line == null && recount.isResponsible(wanted.subject())) {
        deviation(wanted.subject());
      } else if (line == null) {
        residual(wanted.subject());
      } else if (next >= stated.size()) {
        differs(line, "none");
      } else if (wanted.isErased()) {
        if (isErased(next, line.participant(), wanted.subject())) {
          note();
        } else {
          differs("an erased line of " + line.participant(), stated.get(next++));
        }
      } else if (stated.get(next) instanceof BillLine given) {
        new SettlementComparison(findings)
            .compareLine(place, next, recount.salted(next, wanted), given);
        next++;
      } else {
        differs(line, stated.get(next++));
      }
    }

    /** A residual of 0 has no lines, and nobody can say any more that it was not. */
    private void residual(String member) {
      if (isErased(next, member, member) && isErased(next + 1, recount.supplier(), member)) {
        note();
        note();
      }
    }

    /**
     * What a member that is responsible for its balance is billed beside its trades, where that
     * rests on an erased position, be it of another: as many lines as are stated, in pairs.
     */
    private void deviation(String member) {
      while (next + 1 < stated.size() && isPairOf(next, member)) {
        if (stated.get(next) instanceof ErasedLine) {
          note();
          note();
        } else {
          checkPair(member);
        }
      }
    }

    private boolean isPairOf(int index, String member) {
      for (String other : recount.counterparties()) {
        if (isErased(index, member, member) && isErased(index + 1, other, member)) {
          return true;
        }
      }
      return stated.get(index) instanceof BillLine own
          && stated.get(index + 1) instanceof BillLine other
          && own.participant().equals(member)
          && other.kind().tellsOfCounterparty()
          && other.counterparty().equals(member)
          && recount.counterparties().contains(other.participant());
    }

    /** Of a pair that can be read: both sides say the same, and its amount is the product. */
    private void checkPair(String member) {
      BillLine own = (BillLine) stated.get(next);
      BillLine other = (BillLine) stated.get(next + 1);
      boolean same =
          own.counterparty().equals(other.participant())
              && own.energyWh() == other.energyWh()
              && own.priceMicroPerKwh() == other.priceMicroPerKwh()
              && own.amountNano() == -other.amountNano()
              && BigInteger.valueOf(own.amountNano())
                  .abs()
                  .equals(
                      BigInteger.valueOf(own.energyWh())
                          .multiply(BigInteger.valueOf(own.priceMicroPerKwh()))
                          .abs());
      if (same) {
        findings.add(
            FindingCode.BILL_LINE_UNPROVEN,
            place,
            "bill lines "
                + next
                + " and "
                + (next + 1)
                + " of "
                + member
                + " rest on positions of which one was erased: they are taken as stated");
      } else {
        differs("a line, and the same of the other side", own + ", " + other);
      }
      next += 2;
    }

    /**
     * Whether a member's residual must be here though it may be that of an erased position: it is,
     * or the other one is, beside which it cannot be missing.
     */
    private boolean isStated(BillLine line) {
      String member = line.participant();
      return isErased(next, member, member)
          || isErased(next - 1, recount.supplier(), member)
          || (next < stated.size()
              && stated.get(next) instanceof BillLine given
              && given.participant().equals(member)
              && given.kind() == line.kind());
    }

    private boolean isErased(int index, String participant, String subject) {
      return index >= 0
          && index < stated.size()
          && stated.get(index) instanceof ErasedLine line
          && line.participant().equals(participant)
          && line.seal().subject().equals(subject);
    }

    private void note() {
      ErasedLine line = (ErasedLine) stated.get(next);
      erasures.missing(line.seal().subject(), line.seal().keyId(), place);
      findings.add(
          FindingCode.BILL_LINE_ERASED,
          place,
          "bill line "
              + next
              + " of "
              + line.participant()
              + " was erased with the key of "
              + line.seal().subject()
              + ": its leaf is taken as stated");
      next++;
    }

    private void differs(Object wanted, Object given) {
      findings.add(
          FindingCode.BILL_LINE_DIFFERS,
          place,
          "bill line " + next + ": expected " + wanted + ", found " + given);
    }
  }
}
