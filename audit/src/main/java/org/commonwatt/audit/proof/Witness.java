package org.commonwatt.audit.proof;

import java.util.List;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.bundle.BundleSigner;
import org.jspecify.annotations.Nullable;

/**
 * What a regulator does with a head that a market offers: signs it only when it goes on from the
 * last one that it signed. It needs neither log nor ledger for that.
 *
 * @param last the last head that it signed, null before the first
 * @param engine name of the engine whose key it believes, null for that of the last head
 */
public record Witness(@Nullable TreeHead last, @Nullable String engine) {

  /**
   * What is wrong with an offered file.
   *
   * @return nothing when the witness may sign
   */
  public List<Finding> problems(byte[] file) {
    String expected = engine == null && last != null ? last.engine() : engine;
    HeadCheck check = new HeadCheck(new HeadCheck.Anchors(expected, null));
    try {
      HeadFile offered = HeadFile.read(file);
      check.signatures(offered.head());
      if (last != null) {
        compare(check, offered, last);
      }
    } catch (ProofException e) {
      check.add(FindingCode.PROOF_UNREADABLE, String.valueOf(e.getMessage()));
    }
    return check.findings();
  }

  private static void compare(HeadCheck check, HeadFile offered, TreeHead last) {
    TreeHead head = offered.head();
    if (!head.market().equals(last.market())) {
      check.add(
          FindingCode.HEAD_DIFFERS,
          "expected a head of %s, found one of %s".formatted(last.market(), head.market()));
      return;
    }
    for (int i = 0; i < Heads.NAMES.size(); i++) {
      long was = last.heads().all().get(i).size();
      long is = head.heads().all().get(i).size();
      if (is < was) {
        check.add(
            FindingCode.HEAD_TRUNCATED,
            "expected at least the %d %s that were witnessed, found %d"
                .formatted(was, Heads.NAMES.get(i), is));
      }
    }
    Consistency consistency = offered.consistency();
    boolean leads =
        consistency != null
            && consistency.from().equals(last.heads())
            && consistency.leadsTo(head.heads());
    if (!leads && !head.heads().equals(last.heads())) {
      check.add(
          FindingCode.HEAD_INCONSISTENT,
          "nothing proves that it goes on from the last head that was witnessed, "
              + HeadCheck.of(last));
    }
  }

  /** The head with the witness's signature beside it. */
  public static HeadFile sign(HeadFile offered, BundleSigner key, String witnessedAt) {
    return new HeadFile(offered.head().witnessed(key, witnessedAt), offered.consistency());
  }
}
