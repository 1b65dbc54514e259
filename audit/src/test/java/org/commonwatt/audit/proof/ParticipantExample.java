package org.commonwatt.audit.proof;

import java.time.Instant;
import java.util.List;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.bundle.SlotRange;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;

/** Bundles of the participants of the worked example. */
final class ParticipantExample {
  private static final Instant START = Instant.ofEpochMilli(BundleExample.START);
  private static final SlotRange FIRST = new SlotRange(START, START);
  private static final ParticipantBundle.Asked ASKED =
      new ParticipantBundle.Asked("regulator", "regulator", "a complaint");

  private ParticipantExample() {}

  static ParticipantBundle of(String participant) {
    return of(participant, FIRST);
  }

  static ParticipantBundle of(String participant, SlotRange slots) {
    return make(source(List.of(), (meter, time) -> false), wanted(participant, slots, null));
  }

  static ParticipantBundle since(String participant, TreeHead head) {
    return make(source(List.of(), (meter, time) -> false), wanted(participant, FIRST, head));
  }

  static ParticipantBundle of(
      String participant, List<StoredRecord> readings, ParticipantBundleMaker.Meters meters) {
    return make(source(readings, meters), wanted(participant, FIRST, null));
  }

  private static ParticipantBundle make(
      ParticipantBundleMaker.Source source, ParticipantBundleMaker.Wanted wanted) {
    return ParticipantBundleMaker.make(source, wanted, Keyring.NONE, ProofExample.ENGINE);
  }

  private static ParticipantBundleMaker.Wanted wanted(
      String participant, SlotRange slots, @Nullable TreeHead since) {
    return new ParticipantBundleMaker.Wanted(participant, slots, ASKED, since);
  }

  private static ParticipantBundleMaker.Source source(
      List<StoredRecord> readings, ParticipantBundleMaker.Meters meters) {
    return new ParticipantBundleMaker.Source(
        BundleExample.commands(),
        BundleExample.events(),
        List.of(readings),
        meters,
        AuditedLedger.of(BundleExample.ledger()));
  }
}
