package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.Place;
import org.jspecify.annotations.Nullable;

/** Checks signed heads: who signed them, and whether log and ledger lead to them. */
public final class HeadCheck {
  private static final Place NOWHERE = new Place(null, null, null, null, null, null);

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

  void add(FindingCode code, String message) {
    findings.add(new Finding(code, NOWHERE, message));
  }

  /** A head by its size. */
  static String of(TreeHead head) {
    return "the head of " + head.heads().events().size() + " events";
  }
}
