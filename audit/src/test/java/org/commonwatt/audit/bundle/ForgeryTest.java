package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a market forges and signs, numbers and hashes made anew: both verifiers name what is wrong,
 * and neither falls over.
 */
class ForgeryTest {
  private static final Hash OTHER = Hash.of(new byte[] {9});

  @TempDir private Path temp;
  private final Map<String, String> inPython = new TreeMap<>();

  @Test
  void aForgedBillOrTradeIsNamed() throws Exception {
    both("amount", FindingCode.BILL_LINE_DIFFERS, Forgery.settled(ForgeryTest::dearer));
    both(
        "root",
        FindingCode.BILL_ROOT_DIFFERS,
        Forgery.settled(one -> Forgery.with(one, OTHER, one.batch().predecessor())));
    both(
        "predecessor",
        FindingCode.PREDECESSOR_DIFFERS,
        Forgery.settled(one -> Forgery.with(one, one.batch().billRoot(), OTHER)));
    both(
        "twice",
        FindingCode.EVENT_UNEXPECTED,
        Forgery.events(
            event -> event instanceof TradeMade ? List.of(event, event) : List.of(event)));
    byte[] late = tradesBehindTheirBatch();
    forge("late", FindingCode.EVENT_UNEXPECTED, "TRADE_NOT_SETTLED", late);
    assertPythonFinds();
  }

  @Test
  void aForgedBlockIsNamed() throws Exception {
    both("many", FindingCode.BUNDLE_UNREADABLE, judged(new byte[2]));
    both("none", FindingCode.BUNDLE_UNREADABLE, judged(new byte[0]));
    both("invalid", FindingCode.LEDGER_BATCH_MISSING, judged(new byte[] {11}));
    both(
        "headers",
        FindingCode.BUNDLE_UNREADABLE,
        Forgery.lastBlock(block -> concat(block, field(1, new byte[0]))));
    assertPythonFinds();
  }

  @Test
  void aManifestOfOtherValuesThanTheFormatHasIsNamed() throws Exception {
    FindingCode unreadable = FindingCode.BUNDLE_UNREADABLE;
    both("list", unreadable, Forgery.manifest(text -> text.replace("\"log/events\"", "[]")));
    both(
        "null",
        unreadable,
        Forgery.manifest(text -> text.replaceFirst("(\"entries\" : \\[)", "$1 null,")));
    both("deep", unreadable, Forgery.manifest(text -> "[".repeat(200_000)));
    forge(
        "far",
        unreadable,
        "MANIFEST_DIFFERS",
        Forgery.manifest(text -> text.replace("\"2022-", "\"+1000000000-")));
    forge(
        "zone",
        unreadable,
        "MANIFEST_DIFFERS",
        Forgery.manifest(text -> text.replace(":00Z\"", ":00\"")));
    assertPythonFinds();
  }

  /** A chaincode that is named like a contract of ours is another one, whatever it calls. */
  @Test
  void theContractOfAnotherChaincodeIsNamedAfterIt() {
    byte[] block = FabricBlock.write(BundleExample.ledger().block(1));
    assertThat(FabricBlock.read(block, "other").transactions().get(0).call().contract())
        .isEqualTo(BundleExample.CHAINCODE + "/settlement");
    assertThat(FabricBlock.read(called("settlement", "PostBatch"), "other").transactions())
        .singleElement()
        .satisfies(one -> assertThat(one.call().contract()).isEqualTo("settlement/"));
    assertThat(FabricBlock.read(called("_lifecycle", "Commit"), "other").transactions())
        .singleElement()
        .satisfies(one -> assertThat(one.governs()).isTrue());
  }

  private static byte[] tradesBehindTheirBatch() {
    List<Event> trades = new ArrayList<>();
    return Forgery.events(
        event -> {
          if (event instanceof TradeMade trade && trades.isEmpty()) {
            trades.add(trade);
            return List.of();
          }
          return event instanceof SlotSettled ? List.of(event, trades.get(0)) : List.of(event);
        });
  }

  /** The first line costs a little more. */
  private static SlotSettled dearer(SlotSettled settled) {
    List<BillLine> lines = new ArrayList<>(settled.billLines());
    BillLine was = lines.get(0);
    lines.set(
        0,
        new BillLine(
            was.participant(),
            was.slot(),
            was.kind(),
            was.counterparty(),
            was.tradeId(),
            was.energyWh(),
            was.priceMicroPerKwh(),
            was.amountNano() - 1,
            was.salt(),
            was.seal()));
    return new SlotSettled(settled.batch(), settled.firstLine(), lines, settled.erasedLines());
  }

  /** The last block with other verdicts. */
  private static byte[] judged(byte[] verdicts) {
    return Forgery.lastBlock(
        block -> {
          Wire was = new Wire(block);
          byte[] metadata =
              concat(field(1, new byte[0]), field(1, new byte[0]), field(1, verdicts));
          return concat(field(1, was.bytes(1)), field(2, was.bytes(2)), field(3, metadata));
        });
  }

  private static byte[] called(String chaincode, String function) {
    byte[] spec =
        concat(
            field(2, field(2, chaincode.getBytes(StandardCharsets.UTF_8))),
            field(3, field(1, function.getBytes(StandardCharsets.UTF_8))));
    byte[] action = field(1, field(1, field(1, spec)));
    ByteArrayOutputStream channel = new ByteArrayOutputStream();
    Wire.put(channel, 1, 3);
    byte[] payload =
        concat(field(1, field(1, channel.toByteArray())), field(2, field(1, field(2, action))));
    byte[] header = field(3, OTHER.bytes());
    byte[] metadata = concat(field(1, new byte[0]), field(1, new byte[0]), field(1, new byte[1]));
    return concat(field(1, header), field(2, field(1, field(1, payload))), field(3, metadata));
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Wire.put(out, number, content);
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private void both(String name, FindingCode code, byte[] file) throws IOException {
    forge(name, code, code.name(), file);
  }

  private void forge(String name, FindingCode inJava, String code, byte[] file) throws IOException {
    assertThat(BundleTest.check(file).report().totals())
        .as(name)
        .containsKey(inJava)
        .doesNotContainKeys(FindingCode.BUNDLE_SIGNATURE_WRONG, FindingCode.ENTRY_DIFFERS);
    inPython.put(name, code);
    Files.write(temp.resolve(name), file);
  }

  private void assertPythonFinds() throws IOException, InterruptedException {
    if (!Python3.isThere()) {
      return;
    }
    Map<String, String> found = PythonVerifierTest.codes(temp);
    assertThat(found).containsOnlyKeys(inPython.keySet());
    inPython.forEach(
        (name, code) ->
            assertThat(found.getOrDefault(name, "").split(" "))
                .as(name)
                .contains(code)
                .doesNotContain("BUNDLE_SIGNATURE_WRONG", "ENTRY_DIFFERS"));
  }
}
