package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.ReceiptClaim;
import org.commonwatt.audit.ReceiptFinding;
import org.commonwatt.audit.ReceiptFinding.Code;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Holds a participant's receipts against its bundle, whose engine alone it knows: each must be of a
 * command that the bundle has, with that hash and that event.
 */
public final class ParticipantReceipts {
  private final TreeHead head;
  private final String market;
  private final Map<Long, ParticipantBundle.Answer> answers = new HashMap<>();

  private ParticipantReceipts(ParticipantBundle bundle) {
    this.head = bundle.head();
    this.market = bundle.about().market();
    bundle.records().answers().forEach(one -> answers.put(one.sequence(), one));
  }

  /** Whether a receipt is of an event behind the end of the bundle's log. */
  public static boolean isBeyond(ReceiptClaim receipt, ParticipantBundle bundle) {
    return receipt.sequence() > bundle.head().heads().events().size();
  }

  /**
   * Checks receipts.
   *
   * @return at most one finding for each receipt, in their order
   */
  public static List<ReceiptFinding> run(List<ReceiptClaim> receipts, ParticipantBundle bundle) {
    ParticipantReceipts check = new ParticipantReceipts(bundle);
    List<ReceiptFinding> findings = new ArrayList<>();
    for (int i = 0; i < receipts.size(); i++) {
      ReceiptFinding finding = check.check(i + 1, receipts.get(i));
      if (finding != null) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private @Nullable ReceiptFinding check(int number, ReceiptClaim receipt) {
    if (!receipt.engine().equals(head.engine())) {
      return new ReceiptFinding(
          number,
          Code.UNKNOWN_KEY,
          "the bundle has the key of " + head.engine() + ", not of " + receipt.engine());
    }
    String signature = Base64.getEncoder().encodeToString(receipt.signature());
    if (!TreeHead.verifies(head.publicKey(), receipt.signedBytes(), signature)) {
      return new ReceiptFinding(
          number, Code.BAD_SIGNATURE, head.engine() + " has not signed what the receipt says");
    }
    ParticipantBundle.Answer answer = answers.get(receipt.sequence());
    if (answer == null || !receipt.market().equals(market)) {
      return new ReceiptFinding(
          number,
          Code.EVENT_MISSING,
          "the bundle has no command of the participant that event "
              + receipt.sequence()
              + " answers");
    }
    if (!answer.commandHash().hex().equals(receipt.commandHash())) {
      return new ReceiptFinding(
          number,
          Code.COMMAND_DIFFERS,
          "event " + receipt.sequence() + " answers another command in the bundle");
    }
    return isOf(answer, receipt)
        ? null
        : new ReceiptFinding(
            number,
            Code.EVENT_DIFFERS,
            "event " + receipt.sequence() + " is another one, or of another command");
  }

  private static boolean isOf(ParticipantBundle.Answer answer, ReceiptClaim receipt) {
    try {
      byte[] stored = answer.stored();
      EventCodec.Place place = EventCodec.place(stored);
      return Hash.of(stored).hex().equals(receipt.eventHash())
          && place.commandOffset() == receipt.commandOffset()
          && place.commandIndex() == receipt.commandIndex();
    } catch (CodecException | ProofException e) {
      return false;
    }
  }
}
