package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.Place;
import org.jspecify.annotations.Nullable;

/** Checks signed heads: who signed them, and whether log and ledger lead to them. */
public final class HeadCheck {
  private final Anchors anchors;
  private final List<Finding> findings = new ArrayList<>();

  /** A check with what the checker brings along. */
  HeadCheck(Anchors anchors) {
    this.anchors = anchors;
  }

  /**
   * What a checker brings along.
   *
   * @param engine name of the engine that must have signed, null for whoever did
   * @param witness name of the witness that must have signed, null when none must
   */
  public record Anchors(@Nullable String engine, @Nullable String witness) {}

  /**
   * Compares heads that were kept outside with a log and a ledger.
   *
   * @param shorterIsFound whether a log that is shorter than a head is a finding, not a note: a
   *     bundle may end before
   * @return findings and notes, none when all heads are of this log and ledger
   */
  public static List<Finding> run(
      List<TreeHead> heads, MarketTrees trees, Anchors anchors, boolean shorterIsFound) {
    HeadCheck check = new HeadCheck(anchors);
    for (TreeHead head : heads) {
      check.signatures(head);
      check.compare(head, trees, shorterIsFound);
    }
    return check.findings;
  }

  List<Finding> findings() {
    return findings;
  }

  void signatures(TreeHead head) {
    if (!head.isSigned()) {
      add(FindingCode.HEAD_SIGNATURE_WRONG, head.engine() + " has not signed " + of(head));
    }
    if (anchors.engine() != null && !head.engine().equals(anchors.engine())) {
      add(
          FindingCode.HEAD_SIGNATURE_WRONG,
          "%s: expected the key of %s, found that of %s"
              .formatted(of(head), anchors.engine(), head.engine()));
    }
    boolean there = anchors.witness() == null;
    for (TreeHead.CoSignature one : head.witnesses()) {
      if (!head.isWitnessed(one)) {
        add(FindingCode.WITNESS_SIGNATURE_WRONG, one.witness() + " has not signed " + of(head));
      }
      there |= one.witness().equals(anchors.witness());
    }
    if (!there) {
      add(
          FindingCode.WITNESS_SIGNATURE_WRONG,
          "%s: expected the signature of %s, found none".formatted(of(head), anchors.witness()));
    }
  }

  private void compare(TreeHead head, MarketTrees trees, boolean shorterIsFound) {
    if (!head.market().equals(trees.market())) {
      add(
          FindingCode.HEAD_DIFFERS,
          "expected heads of the market %s, found %s".formatted(trees.market(), head.market()));
      return;
    }
    for (int i = 0; i < Heads.NAMES.size(); i++) {
      Tree stated = head.heads().all().get(i);
      Tree found = trees.at(i, stated.size());
      if (found == null) {
        add(
            shorterIsFound ? FindingCode.HEAD_TRUNCATED : FindingCode.HEAD_BEYOND,
            "expected at least the %d %s of %s, found %d"
                .formatted(
                    stated.size(),
                    Heads.NAMES.get(i),
                    of(head),
                    trees.heads().all().get(i).size()));
      } else if (!found.equals(stated)) {
        add(
            FindingCode.HEAD_DIFFERS,
            "the first %d %s: expected the root %s of %s, found %s"
                .formatted(
                    stated.size(), Heads.NAMES.get(i), stated.root(), of(head), found.root()));
      }
    }
  }

  /** Compares the head of a file under it with one that was kept outside. */
  void connect(HeadFile file, HeadFile kept) {
    TreeHead own = file.head();
    TreeHead head = kept.head();
    signatures(head);
    if (!head.market().equals(own.market())) {
      add(
          FindingCode.HEAD_DIFFERS,
          "expected a kept head of %s, found one of %s".formatted(own.market(), head.market()));
      return;
    }
    for (int i = 0; i < Heads.NAMES.size(); i++) {
      Tree mine = own.heads().all().get(i);
      Tree other = head.heads().all().get(i);
      if (mine.size() == other.size() && !mine.root().equals(other.root())) {
        add(
            FindingCode.HEAD_DIFFERS,
            "%s: expected the root %s over the first %d %s as kept, found %s"
                .formatted(of(own), other.root(), other.size(), Heads.NAMES.get(i), mine.root()));
      }
    }
    if (!own.heads().equals(head.heads()) && !connected(file, kept)) {
      boolean later = head.heads().events().size() > own.heads().events().size();
      add(
          later ? FindingCode.HEAD_BEYOND : FindingCode.HEAD_UNCONNECTED,
          "nothing proves that the head of the file and the kept one of %d events are of one log"
              .formatted(head.heads().events().size()));
    }
  }

  private static boolean connected(HeadFile file, HeadFile kept) {
    Heads own = file.head().heads();
    Heads other = kept.head().heads();
    return leads(file.consistency(), other, own) || leads(kept.consistency(), own, other);
  }

  private static boolean leads(@Nullable Consistency consistency, Heads from, Heads to) {
    return consistency != null && consistency.from().equals(from) && consistency.leadsTo(to);
  }

  void add(FindingCode code, String message) {
    findings.add(new Finding(code, Place.NOWHERE, message));
  }

  /** A head by its size. */
  static String of(TreeHead head) {
    return "the head of " + head.heads().events().size() + " events";
  }
}
