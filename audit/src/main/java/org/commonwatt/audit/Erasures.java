package org.commonwatt.audit;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Command;
import org.commonwatt.model.ErasedPosition;
import org.commonwatt.model.PersonalText;

/** What can no longer be read because its key was erased, and whether the log says that it was. */
final class Erasures {
  private final Findings findings;
  private final Map<String, Place> seen = new TreeMap<>(); // keys by name, where first met
  private final Set<String> recorded = new HashSet<>();

  Erasures(Findings findings) {
    this.findings = findings;
  }

  /** The event log records that keys are destroyed. */
  void record(Iterable<String> keys) {
    keys.forEach(recorded::add);
  }

  /** A reported position cannot be read. */
  void position(Place place, ErasedPosition position) {
    findings.add(
        FindingCode.POSITION_ERASED,
        place.withSlot(position.slot()),
        "version "
            + position.version()
            + " of the position of "
            + position.participant()
            + " was erased: its energies are taken as they were settled");
    missing(position.participant(), position.keyId(), place);
  }

  /** A command about a dispute: what it says cannot be read when its key is gone. */
  void dispute(Place place, Command command) {
    if (command instanceof Command.OpenDispute open) {
      text(place, open.participant(), open.reason());
    } else if (command instanceof Command.DecideDispute decide) {
      text(place, decide.participant(), decide.ruling().reason());
    }
  }

  private void text(Place place, String participant, PersonalText text) {
    String keyId = text.keyId();
    if (text.erased() && keyId != null) {
      findings.add(
          FindingCode.DISPUTE_TEXT_ERASED,
          place,
          "what a dispute of " + participant + " says was erased: it is taken as it was answered");
      missing(participant, keyId, place);
    }
  }

  /** A payload of a participant was met whose key is gone. */
  void missing(String participant, String keyId, Place place) {
    seen.putIfAbsent(Subject.participant(participant) + "/" + keyId, place);
  }

  /** Names the keys that are gone without a record. */
  void finish() {
    if (findings.isClosed()) {
      return;
    }
    seen.forEach(
        (key, place) -> {
          if (!recorded.contains(key)) {
            findings.add(
                FindingCode.ERASURE_NOT_RECORDED,
                place,
                "expected an event that records the erasure of " + key + ", found none");
          }
        });
  }
}
