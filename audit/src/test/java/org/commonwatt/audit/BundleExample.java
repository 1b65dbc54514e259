package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.codec.EngineKeyCodec;
import org.commonwatt.log.codec.EngineKeyRecord;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.model.MeteredPosition;

/** The worked example as the tests of bundles need it. */
public final class BundleExample {
  public static final long START = WorkedExample.START;
  public static final String CHAINCODE = FakeEnvelope.CHAINCODE;

  private BundleExample() {}

  public static List<StoredRecord> commands() {
    return WorkedExample.day().commands();
  }

  public static List<StoredRecord> events() {
    return WorkedExample.day().events();
  }

  public static List<StoredRecord> positions() {
    List<MeteredPosition> all = new ArrayList<>(WorkedExample.positions());
    all.addAll(WorkedExample.secondPositions().subList(0, 3));
    List<StoredRecord> records = new ArrayList<>();
    for (MeteredPosition position : all) {
      records.add(new StoredRecord(records.size(), PositionCodec.encode(Day.MARKET, position)));
    }
    byte[] last = PositionCodec.encode(Day.MARKET, WorkedExample.secondPositions().get(3));
    records.add(new StoredRecord(records.size() + 1, last));
    return records;
  }

  public static List<StoredRecord> keys(byte[] publicKey) {
    EngineKeyRecord key = new EngineKeyRecord("engine-of-the-example", "Ed25519", publicKey);
    return List.of(new StoredRecord(0, EngineKeyCodec.encode(Day.MARKET, key)));
  }

  public static Ledger ledger() {
    return WorkedExample.ledger();
  }
}
