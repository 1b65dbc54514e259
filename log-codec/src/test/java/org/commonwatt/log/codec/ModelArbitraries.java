package org.commonwatt.log.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.MarketData;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageRules;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/**
 * Arbitrary values of the model. Records are made from arbitrary components, and a sealed interface
 * from any of its records, so that new ones join in by themselves.
 */
final class ModelArbitraries {
  /** Kinds that only ever come from a log whose keys were erased. */
  static final Set<Class<?>> READ_ONLY =
      Set.of(Command.ReportErasedPosition.class, Event.PositionErased.class);

  private ModelArbitraries() {}

  /** Arbitrary values of a record or sealed interface of the model. */
  @SuppressWarnings("unchecked")
  static <T> Arbitrary<T> of(Class<T> type) {
    return (Arbitrary<T>) ofType(type);
  }

  static Arbitrary<CommandFrame> frames() {
    Arbitrary<CommandFrame.Entry> entries =
        Combinators.combine(origins(), of(Command.class)).as(CommandFrame.Entry::new);
    return Combinators.combine(
            strings(), Arbitraries.longs(), entries.list().ofMinSize(1).ofMaxSize(5))
        .as(CommandFrame::new);
  }

  private static Arbitrary<?> ofType(Type type) {
    if (type instanceof ParameterizedType list) {
      Type element = list.getActualTypeArguments()[0];
      return ofType(element == Long.class ? long.class : element).list().ofMaxSize(3);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      return Arbitraries.of(plain.getEnumConstants());
    }
    if (plain.isSealed()) {
      return Arbitraries.oneOf(
          Arrays.stream(plain.getPermittedSubclasses())
              .filter(kind -> !READ_ONLY.contains(kind))
              .<Arbitrary<Object>>map(kind -> ofType(kind).map(value -> (Object) value))
              .toList());
    }
    return plain.isRecord() ? ofRecord(plain) : ofValue(plain);
  }

  private static Arbitrary<?> ofRecord(Class<?> type) {
    if (type == DeliverySlot.class) {
      return slots();
    }
    if (type == MeteredPosition.class) {
      return positions();
    }
    if (type == CommandOrigin.class) {
      return origins();
    }
    if (type == BoundaryFlow.class) {
      return positions()
          .map(
              one ->
                  new BoundaryFlow(
                      one.participant(),
                      one.slot(),
                      one.version(),
                      one.importWh(),
                      one.exportWh(),
                      one.quality()));
    }
    if (type == Rulebook.class) {
      return rulebooks();
    }
    if (type == BillLine.class) {
      return lines();
    }
    if (type == PersonalText.class) {
      return strings().map(PersonalText::clear);
    }
    if (type == Command.ImportImbalancePrice.class) {
      return importedPrices();
    }
    if (type == Event.SlotSettled.class) {
      return Combinators.combine(
              of(SettlementBatch.class), firstLines(), lines().list().ofMaxSize(3))
          .as((batch, first, lines) -> new Event.SlotSettled(batch, first, lines, List.of()));
    }
    if (type == Event.BillPart.class) {
      return Combinators.combine(slots(), firstLines(), lines().list().ofMaxSize(3))
          .as(Event.BillPart::new);
    }
    if (type == Event.SlotRevised.class) {
      return Combinators.combine(
              of(SettlementBatch.class),
              Arbitraries.integers().greaterOrEqual(1),
              lines().list().ofMaxSize(3))
          .as(Event.SlotRevised::new);
    }
    if (type == Event.AuctionCleared.class) {
      return auctions();
    }
    List<Arbitrary<Object>> components =
        Arrays.stream(type.getRecordComponents())
            .<Arbitrary<Object>>map(
                part -> ofType(part.getGenericType()).map(value -> (Object) value))
            .toList();
    return Combinators.combine(components).as(values -> make(type, values));
  }

  private static Arbitrary<?> ofValue(Class<?> type) {
    if (type == long.class) {
      return Arbitraries.longs();
    }
    if (type == boolean.class) {
      return Arbitraries.of(true, false);
    }
    if (type == int.class) {
      return Arbitraries.integers();
    }
    if (type == Long.class) {
      return Arbitraries.longs().injectNull(0.3);
    }
    if (type == String.class) {
      return strings();
    }
    if (type == BigInteger.class) {
      BigInteger end = BigInteger.ONE.shiftLeft(127);
      return Arbitraries.bigIntegers().between(end.negate(), end.subtract(BigInteger.ONE));
    }
    if (type == Hash.class) {
      return hashes();
    }
    throw new IllegalArgumentException("no arbitrary values of " + type);
  }

  private static Object make(Class<?> type, List<Object> values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " of " + values, e);
    }
  }

  /** Any text that has a UTF-8 form. */
  private static Arbitrary<String> strings() {
    return Arbitraries.strings()
        .ofMaxLength(20)
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }

  private static Arbitrary<String> ids() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
  }

  private static Arbitrary<Hash> hashes() {
    return Arbitraries.bytes().array(byte[].class).ofSize(32).map(Hash::ofBytes);
  }

  private static Arbitrary<DeliverySlot> slots() {
    return Combinators.combine(Arbitraries.integers(), Arbitraries.of(5, 15, 30, 60))
        .as((index, minutes) -> new DeliverySlot(index * 60_000L * minutes, minutes));
  }

  private static Arbitrary<CommandOrigin> origins() {
    return Combinators.combine(
            strings(),
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.longs().greaterOrEqual(0))
        .as(CommandOrigin::new);
  }

  /** Lines in clear; what is sealed needs keys, see {@link SealedPayloadsTest}. */
  private static Arbitrary<Integer> firstLines() {
    return Arbitraries.integers().between(0, Integer.MAX_VALUE);
  }

  private static Arbitrary<BillLine> lines() {
    Arbitrary<List<Long>> amounts = Arbitraries.longs().list().ofSize(4);
    return Combinators.combine(
            strings(), slots(), Arbitraries.of(BillLine.Kind.class), strings(), amounts, hashes())
        .as(
            (who, slot, kind, other, amount, salt) ->
                new BillLine(
                    who,
                    slot,
                    kind,
                    other,
                    amount.get(0),
                    amount.get(1),
                    amount.get(2),
                    amount.get(3),
                    salt));
  }

  private static Arbitrary<MeteredPosition> positions() {
    Arbitrary<Long> energy = Arbitraries.longs().between(0, Amounts.MAX_ORDER_WH);
    return Combinators.combine(
            ids(),
            slots(),
            Arbitraries.integers().greaterOrEqual(1),
            energy,
            energy,
            Arbitraries.of(Quality.class),
            hashes().injectNull(0.5))
        .as(
            (who, slot, version, imported, exported, quality, evidence) ->
                new MeteredPosition(who, slot, version, imported, exported, quality)
                    .withEvidence(evidence));
  }

  /** The signature of a price is of bytes. */
  private static Arbitrary<Command.ImportImbalancePrice> importedPrices() {
    Arbitrary<String> signatures =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(64).map(HexFormat.of()::formatHex);
    return Combinators.combine(
            strings(),
            strings(),
            Arbitraries.longs(),
            Arbitraries.integers(),
            Arbitraries.longs(),
            Arbitraries.longs(),
            signatures)
        .as(Command.ImportImbalancePrice::new);
  }

  /** An auction has at least one area. */
  private static Arbitrary<Event.AuctionCleared> auctions() {
    return Combinators.combine(
            slots(),
            of(Event.AreaCleared.class).list().ofMinSize(1).ofMaxSize(3),
            of(Event.LinkFlow.class).list().ofMaxSize(2),
            Arbitraries.longs(),
            Arbitraries.of(true, false))
        .as(
            (slot, areas, links, welfare, optimal) ->
                new Event.AuctionCleared(slot, areas, links, BigInteger.valueOf(welfare), optimal));
  }

  /** One area, as written from the beginning, or several with links. */
  private static Arbitrary<Areas> areas() {
    Arbitrary<Long> flow = Arbitraries.longs().between(0, Amounts.MAX_ORDER_WH);
    Arbitrary<AreaLink> link =
        Combinators.combine(flow, flow, Arbitraries.longs().between(0, 1_000_000))
            .as((min, max, fee) -> new AreaLink("a", "b", -min, max, fee));
    return Arbitraries.oneOf(
        ids().map(Areas::single),
        link.map(only -> new Areas(List.of("a", "b", "c"), List.of(only), "Grid")),
        Arbitraries.just(new Areas(List.of("b", "a"), List.of(), null)));
  }

  private static Arbitrary<Rulebook> rulebooks() {
    Arbitrary<Rulebook> plain = plainRulebooks();
    return Combinators.combine(
            plain,
            safeguards(),
            Arbitraries.integers().between(0, 1_000_000),
            imbalanceRules().injectNull(0.5))
        .as(
            (rules, safe, ppm, imbalance) -> {
              Safeguards more = losing(curtailing(safe, rules.areas(), ppm), rules.areas(), ppm);
              Rulebook safer =
                  rules.withSafeguards(
                      storing(earning(more, rules.areas(), ppm), rules.areas(), ppm));
              return imbalance == null ? safer : balancing(safer, imbalance);
            });
  }

  /** Some markets with links lower limits. */
  private static Safeguards curtailing(Safeguards safe, Areas areas, int ppm) {
    Fallbacks rules = safe.fallbacks();
    if (rules == null || areas.gridOperator() == null || ppm % 3 == 0) {
      return safe;
    }
    return new Safeguards(
        safe.guarantees(),
        new Fallbacks(
            rules.operator(),
            rules.missedGate(),
            rules.gateToleranceSeconds(),
            rules.scheduleMinutes(),
            rules.cancelMinutes(),
            rules.bustMinutes(),
            new Curtailment(Curtailment.Order.values()[ppm % 2], ppm)),
        safe.disputes(),
        safe.registration(),
        safe.settlement(),
        safe.imbalance(),
        safe.loginFor(),
        ppm % 2 == 0,
        0,
        false,
        null,
        null,
        null);
  }

  /** Some markets with a grid operator settle losses. */
  private static Safeguards losing(Safeguards safe, Areas areas, int ppm) {
    SettlementRules runs = safe.settlement();
    String operator = areas.gridOperator();
    if (runs == null || operator == null || ppm % 2 == 0) {
      return safe;
    }
    LossRules losses =
        new LossRules(
            ppm % 4 == 1 ? operator : "Bearer",
            List.of(new AreaLosses("a", ppm, ppm), new AreaLosses("c", 0, 0)));
    return safe.withSettlement(runs.withLosses(losses));
  }

  /** Some markets without links are paid as bid, and some say what their income is for. */
  private static Safeguards earning(Safeguards safe, Areas areas, int ppm) {
    AuctionIncome.Use use = AuctionIncome.Use.values()[ppm % 3];
    String operator = areas.gridOperator();
    if (!areas.links().isEmpty() && operator != null) {
      String account = ppm % 5 < 3 ? operator : "Income";
      return ppm % 5 == 0 ? safe : safe.withAuctionIncome(new AuctionIncome(use, account));
    }
    Safeguards asBid = safe.withPayAsBid(ppm % 5 < 2);
    return ppm % 5 == 1 ? asBid.withAuctionIncome(new AuctionIncome(use, "Income")) : asBid;
  }

  /** Some markets auction storage services. */
  private static Safeguards storing(Safeguards safe, Areas areas, int ppm) {
    List<StorageAuctionRules.Share> links =
        areas.links().stream()
            .map(link -> new StorageAuctionRules.Share(link.from(), link.to(), ppm, 0))
            .toList();
    Safeguards proved = ppm % 4 == 0 ? safe.withProvenance(proof(ppm)) : safe;
    return ppm % 3 == 0
        ? proved
        : proved.withStorageAuction(
            new StorageAuctionRules(ppm % 3, 60 + ppm % 7, ppm % 11, 1 + ppm, 2 + ppm % 9, links));
  }

  /** What some of them take as proof of stored energy. */
  private static ProvenanceRules proof(int ppm) {
    List<String> accepted =
        ppm % 8 == 0 ? List.of("ACCREDITED") : List.of("ACCREDITED", "NAMEPLATE");
    return new ProvenanceRules(
        new UsableLimit.Rules(
            1 + ppm % 1_000, ppm, 1 + ppm % 365, 1 + ppm % 100_000, accepted, true),
        ppm);
  }

  private static Arbitrary<DisputeRules> disputeRules() {
    return Combinators.combine(
            Arbitraries.integers().between(1, DisputeRules.MAX_WINDOW_HOURS),
            Arbitraries.integers().between(1, DisputeRules.MAX_DECISION_HOURS),
            Arbitraries.of(true, false))
        .as(
            (window, decision, corrections) ->
                new DisputeRules("Arbiter", window, decision, corrections))
        .injectNull(0.5);
  }

  private static Arbitrary<Safeguards> safeguards() {
    return Combinators.combine(
            Arbitraries.longs().between(0, Amounts.MAX_ABS_PRICE_MICRO_PER_KWH),
            Arbitraries.integers().between(0, 1_000_000),
            Arbitraries.integers().between(0, Guarantees.MAX_REVISION_HOURS))
        .as((price, ppm, hours) -> new Guarantees("Exchange", price, ppm, hours, hours % 2 == 1))
        .injectNull(0.3)
        .flatMap(guarantees -> fallbacks().map(rules -> new Safeguards(guarantees, rules)))
        .flatMap(
            safe ->
                disputeRules()
                    .map(rules -> new Safeguards(safe.guarantees(), safe.fallbacks(), rules)))
        .flatMap(safe -> registrations().map(safe::withRegistration))
        .flatMap(safe -> settlementRules().map(safe::withSettlement))
        .flatMap(
            safe ->
                Arbitraries.of(MarketData.class)
                    .set()
                    .map(data -> safe.withLoginFor(data.toArray(new MarketData[0]))));
  }

  /** Of a member that is there, or registers later. */
  private static Rulebook balancing(Rulebook rules, ImbalanceRules imbalance) {
    List<String> responsible =
        rules.members().stream().map(Rulebook.Member::participant).sorted().limit(2).toList();
    return rules.withSafeguards(
        rules
            .safeguards()
            .withImbalance(
                new ImbalanceRules(
                    responsible,
                    imbalance.balancingParty(),
                    imbalance.auctionMinWh(),
                    imbalance.pool(),
                    imbalance.deadBand(),
                    imbalance.prices())));
  }

  private static Arbitrary<ImbalanceRules> imbalanceRules() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.longs().between(1, 1_000_000_000),
            Arbitraries.integers().between(0, 1_000_000),
            Arbitraries.longs().between(-1_000, 1_000))
        .as(
            (pool, dual, minWh, ppm, price) ->
                new ImbalanceRules(
                    List.of("home"),
                    "Balancer",
                    minWh,
                    pool ? new ImbalanceRules.Pool(0) : null,
                    pool ? null : new ImbalanceRules.DeadBand(ppm, 0),
                    new ImbalanceRules.Prices(
                        dual ? "Desk" : null,
                        dual,
                        price,
                        price + 5,
                        new ImbalanceRules.Fallback(pool, price, dual ? 7 : price))));
  }

  private static Arbitrary<SettlementRules> settlementRules() {
    return Arbitraries.integers()
        .between(1, SettlementRules.MAX_FINAL_HOURS)
        .map(
            last ->
                new SettlementRules(last < 5 ? List.of() : List.of(1, last / 2), last)
                    .withInitialHours(last % 3)
                    .withStorage(last % 4 == 1 ? new StorageRules(last) : null))
        .injectNull(0.5);
  }

  private static Arbitrary<Registration> registrations() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(1_000, Registration.MAX_ACCOUNTS))
        .as(
            (accounts, points, most) ->
                new Registration("Registrar", accounts, "Meters", points, "Bank", most))
        .injectNull(0.5);
  }

  private static Arbitrary<Fallbacks> fallbacks() {
    return Combinators.combine(
            Arbitraries.of(MissedGate.class),
            Arbitraries.integers().between(0, Fallbacks.MAX_TOLERANCE_SECONDS),
            Arbitraries.integers().between(0, Fallbacks.MAX_DEADLINE_MINUTES))
        .as(
            (missed, seconds, minutes) ->
                new Fallbacks(
                    "Operator",
                    missed,
                    seconds,
                    missed == MissedGate.PREVIOUS_SCHEDULE ? 60 : 0,
                    minutes,
                    minutes / 2))
        .injectNull(0.5);
  }

  private static Arbitrary<Rulebook> plainRulebooks() {
    long most = Amounts.MAX_ABS_PRICE_MICRO_PER_KWH;
    Arbitrary<Long> prices = Arbitraries.longs().between(-most, most);
    return Combinators.combine(
            Arbitraries.integers().greaterOrEqual(1),
            hashes(),
            areas(),
            prices.list().ofSize(4),
            slots(),
            Arbitraries.integers().between(-1080, 1080),
            ids().set().ofMinSize(1).ofMaxSize(4))
        .as(
            (version, hash, areas, price, slot, offset, members) ->
                new Rulebook(
                    version,
                    hash,
                    members.iterator().next(),
                    areas,
                    "CHF",
                    new Rulebook.Timing(
                        slot.minutes(), offset, 60, 10, Math.abs(slot.startMillis())),
                    Math.min(price.get(0), price.get(1)),
                    Math.max(price.get(0), price.get(1)),
                    version,
                    "Supplier",
                    List.of(
                        new Rulebook.TariffStep(0, price.get(2), price.get(3)),
                        new Rulebook.TariffStep(1439, price.get(3), price.get(2))),
                    members.stream()
                        .map(
                            name ->
                                new Rulebook.Member(
                                    name, areas.ids().get(0), List.of(name + "-1", name + "-2")))
                        .toList(),
                    hash,
                    continuous(areas, price.get(0), offset)));
  }

  /** None in a third of all rulebooks; with fees where somebody gets them. */
  private static @Nullable Continuous continuous(Areas areas, long price, int offset) {
    if (offset % 3 == 0) {
      return null;
    }
    GridFee fee = new GridFee(Math.abs(price), Math.abs(offset));
    GridFees fees =
        areas.links().isEmpty()
            ? GridFees.DEFAULT
            : new GridFees(
                offset % 2 == 0 ? FeeMode.ON_TOP : FeeMode.FROM_BID,
                List.of(new GridFees.Level("low", fee)),
                List.of(new GridFees.AreaLevel("a", "low")),
                List.of(new GridFees.LinkFee("a", "b", fee, offset % 2 == 0 ? null : "low")));
    return new Continuous(
        Math.floorMod(offset, 10), 1 + Math.abs(price) / 2, Math.abs(price), 1, 7, fees);
  }
}
