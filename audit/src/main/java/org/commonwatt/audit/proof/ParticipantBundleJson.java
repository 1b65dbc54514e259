package org.commonwatt.audit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.commonwatt.audit.bundle.SlotRange;

/** JSON of participants' bundles: {@code docs/formats/participant-bundle.md}. */
final class ParticipantBundleJson {
  private ParticipantBundleJson() {}

  static byte[] write(ParticipantBundle bundle) {
    ParticipantBundle.About about = bundle.about();
    ObjectNode root = ProofNodes.object().put("kind", ParticipantBundle.KIND);
    root.put("market", about.market()).put("participant", about.participant());
    root.put("from", about.slots().from().toString()).put("to", about.slots().to().toString());
    root.putObject("asked")
        .put("viewer", about.asked().viewer())
        .put("role", about.asked().role())
        .put("purpose", about.asked().purpose());
    ParticipantBundle.Records records = bundle.records();
    put(root, "positions", records.positions(), ParticipantBundleJson::position);
    put(root, "readings", records.readings(), ParticipantBundleJson::reading);
    put(root, "trades", records.trades(), ParticipantBundleJson::trade);
    put(root, "answers", records.answers(), ParticipantBundleJson::answer);
    put(root, "runs", records.runs(), ParticipantBundleJson::run);
    ArrayNode open = root.putArray("open");
    records.open().forEach(open::add);
    ArrayNode missing = root.putArray("missing");
    records.missing().forEach(missing::add);
    root.set("head", ProofNodes.write(bundle.head()));
    ProofNodes.putConsistency(root, bundle.consistency());
    root.put("signature", bundle.signature());
    return ProofNodes.bytes(root);
  }

  private static <T> void put(
      ObjectNode root, String field, List<T> all, BiConsumer<ObjectNode, T> one) {
    ArrayNode array = root.putArray(field);
    all.forEach(each -> one.accept(array.addObject(), each));
  }

  private static void position(ObjectNode node, ParticipantBundle.Position one) {
    node.put("slotStartMillis", one.slotStartMillis())
        .put("slotMinutes", one.slotMinutes())
        .put("version", one.version())
        .put("importWh", one.importWh())
        .put("exportWh", one.exportWh())
        .put("quality", one.quality())
        .put("event", one.event());
  }

  private static void reading(ObjectNode node, ParticipantBundle.Reading one) {
    node.put("meter", one.meter())
        .put("sequence", one.sequence())
        .put("timeMillis", one.timeMillis())
        .put("recordHash", one.recordHash().hex());
  }

  private static void trade(ObjectNode node, ParticipantBundle.Trade one) {
    node.put("event", one.event())
        .put("slotStartMillis", one.slotStartMillis())
        .put("what", one.what())
        .put("tradeId", one.tradeId())
        .put("side", one.side())
        .put("energyWh", one.energyWh())
        .put("priceMicroPerKwh", Long.toString(one.priceMicroPerKwh()));
    if (one.surplusMicroPerKwh() != 0) {
      node.put("surplusMicroPerKwh", Long.toString(one.surplusMicroPerKwh()));
    }
  }

  private static void answer(ObjectNode node, ParticipantBundle.Answer one) {
    node.put("commandHash", one.commandHash().hex())
        .put("sequence", one.sequence())
        .put("event", one.event());
    ProofNodes.putHashes(node, "path", one.path());
  }

  private static void run(ObjectNode node, ParticipantBundle.Run one) {
    node.put("slotStartMillis", one.slotStartMillis())
        .put("slotMinutes", one.slotMinutes())
        .put("run", one.run())
        .put("positionVersion", one.positionVersion());
    Proof.put(node.putObject("batch"), one.batch());
    ArrayNode lines = node.putArray("lines");
    one.lines().forEach(line -> Proof.write(lines.addObject(), line));
    ProofNodes.putHashes(node.put("batchIndex", one.batchIndex()), "batchPath", one.batchPath());
    ObjectNode header = node.putObject("header");
    header.put("previousHash", one.header().previousHash().hex());
    header.put("dataHash", one.header().dataHash().hex());
    ProofNodes.putHashes(header, "path", one.header().path());
  }

  static ParticipantBundle read(byte[] bytes) {
    JsonNode root = ProofNodes.parse(bytes, ParticipantBundle.KIND);
    JsonNode asked = root.path("asked");
    ParticipantBundle.About about =
        new ParticipantBundle.About(
            ProofNodes.text(root, "market"),
            ProofNodes.text(root, "participant"),
            slots(root),
            new ParticipantBundle.Asked(
                ProofNodes.text(asked, "viewer"),
                ProofNodes.text(asked, "role"),
                ProofNodes.text(asked, "purpose")));
    ParticipantBundle.Records records =
        new ParticipantBundle.Records(
            all(root, "positions", ParticipantBundleJson::readPosition),
            all(root, "readings", ParticipantBundleJson::readReading),
            all(root, "trades", ParticipantBundleJson::readTrade),
            all(root, "answers", ParticipantBundleJson::readAnswer),
            all(root, "runs", ParticipantBundleJson::readRun),
            all(root, "open", JsonNode::longValue),
            all(root, "missing", JsonNode::asText));
    return new ParticipantBundle(
        about,
        records,
        ProofNodes.readHead(root.path("head")),
        ProofNodes.readConsistency(root),
        ProofNodes.text(root, "signature"));
  }

  private static SlotRange slots(JsonNode root) {
    try {
      return SlotRange.parse(ProofNodes.text(root, "from") + ".." + ProofNodes.text(root, "to"));
    } catch (IllegalArgumentException e) {
      throw new ProofException("from and to are no slots");
    }
  }

  private static <T> List<T> all(JsonNode root, String field, Function<JsonNode, T> one) {
    List<T> all = new ArrayList<>();
    ProofNodes.array(root, field).forEach(node -> all.add(one.apply(node)));
    return all;
  }

  private static ParticipantBundle.Position readPosition(JsonNode node) {
    return new ParticipantBundle.Position(
        ProofNodes.number(node, "slotStartMillis"),
        ProofNodes.small(node, "slotMinutes"),
        ProofNodes.small(node, "version"),
        ProofNodes.number(node, "importWh"),
        ProofNodes.number(node, "exportWh"),
        ProofNodes.text(node, "quality"),
        ProofNodes.number(node, "event"));
  }

  private static ParticipantBundle.Reading readReading(JsonNode node) {
    return new ParticipantBundle.Reading(
        ProofNodes.text(node, "meter"),
        ProofNodes.number(node, "sequence"),
        ProofNodes.number(node, "timeMillis"),
        ProofNodes.hash(node, "recordHash"));
  }

  private static ParticipantBundle.Trade readTrade(JsonNode node) {
    try {
      return new ParticipantBundle.Trade(
          ProofNodes.number(node, "event"),
          ProofNodes.number(node, "slotStartMillis"),
          ProofNodes.text(node, "what"),
          ProofNodes.number(node, "tradeId"),
          ProofNodes.text(node, "side"),
          ProofNodes.number(node, "energyWh"),
          Long.parseLong(ProofNodes.text(node, "priceMicroPerKwh")),
          node.has("surplusMicroPerKwh")
              ? Long.parseLong(ProofNodes.text(node, "surplusMicroPerKwh"))
              : 0);
    } catch (NumberFormatException e) {
      throw new ProofException("a price that is none");
    }
  }

  private static ParticipantBundle.Answer readAnswer(JsonNode node) {
    return new ParticipantBundle.Answer(
        ProofNodes.hash(node, "commandHash"),
        ProofNodes.number(node, "sequence"),
        ProofNodes.text(node, "event"),
        ProofNodes.hashes(node, "path"));
  }

  private static ParticipantBundle.Run readRun(JsonNode node) {
    JsonNode header = node.path("header");
    return new ParticipantBundle.Run(
        ProofNodes.number(node, "slotStartMillis"),
        ProofNodes.small(node, "slotMinutes"),
        ProofNodes.small(node, "run"),
        ProofNodes.small(node, "positionVersion"),
        Proof.batch(node.path("batch")),
        all(node, "lines", Proof::line),
        ProofNodes.small(node, "batchIndex"),
        ProofNodes.hashes(node, "batchPath"),
        new ParticipantBundle.Header(
            ProofNodes.hash(header, "previousHash"),
            ProofNodes.hash(header, "dataHash"),
            ProofNodes.hashes(header, "path")));
  }
}
