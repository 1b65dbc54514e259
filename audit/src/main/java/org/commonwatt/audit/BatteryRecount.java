package org.commonwatt.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recounts the lives of batteries from their statements, by docs/battery-provenance.md alone: who
 * is in what, in which state, held, isolated, tested and metered. A statement that the rules could
 * not have taken is told; whose role or ownership counted is not judged.
 */
final class BatteryRecount {
  private static final long MOST_PERMILLE = 1020;
  private static final Set<String> OPENS = Set.of("REGISTER", "REPURPOSE");
  private static final Set<String> ATTACHED = Set.of("MANUFACTURED", "INTEGRATED");

  private final Map<String, BatteryLife> lives = new HashMap<>();
  private final Map<String, String> passports = new HashMap<>();

  /** A statement that cannot have been taken. */
  private static final class Impossible extends RuntimeException {
    private static final long serialVersionUID = 1;

    Impossible(String why) {
      super(why);
    }
  }

  /** A battery that is known; null when it is not. */
  @Nullable BatteryLife find(String id) {
    return lives.get(id);
  }

  /** The battery of a passport; null when there is none. */
  @Nullable BatteryLife ofPassport(String passport) {
    String id = passports.get(passport);
    return id == null ? null : lives.get(id);
  }

  /**
   * Takes a statement that the ledger has.
   *
   * @param byMaker whether a maker has signed it
   * @return why it cannot have been taken; null when it can
   * @throws IllegalArgumentException when a field is missing
   */
  @Nullable String take(JsonNode statement, boolean byMaker) {
    String operation = statement.required("operation").asText();
    String id = statement.required("asset").asText();
    JsonNode action = statement.required("action");
    try {
      if (OPENS.contains(operation)) {
        open(id, operation, action, byMaker);
      } else {
        BatteryLife life = known(id);
        boolean clears = operation.equals("CLEAR") && life.state.equals("DESTROYED");
        require(!life.isClosed() || clears, id + " to be open, found it " + life.state);
        change(life, operation, action, statement.required("eventMillis").longValue());
      }
      return null;
    } catch (Impossible impossible) {
      return impossible.getMessage();
    }
  }

  private void open(String id, String operation, JsonNode action, boolean byMaker) {
    boolean isNew = operation.equals("REGISTER");
    String state = isNew ? (byMaker ? "MANUFACTURED" : "REMOVED") : "INTEGRATED";
    BatteryLife life = create(id, action, state);
    life.isUnknown = isNew && !byMaker;
    JsonNode passport = action.path("passport");
    if (passport.isTextual()) {
      boolean first = passports.putIfAbsent(passport.textValue(), id) == null;
      require(first, "another passport than " + passport.textValue() + ", found that again");
    }
    if (!isNew) {
      action.required("parts").forEach(part -> join(known(part.asText()), life));
    }
  }

  private BatteryLife create(String id, JsonNode action, String state) {
    BatteryLife life =
        new BatteryLife(
            id, action.required("kind").asText(), action.required("ratedWh").longValue(), state);
    action.path("codes").forEach(code -> life.codes.add(code.asText()));
    require(lives.putIfAbsent(id, life) == null, id + " once, found it again");
    return life;
  }

  private void change(BatteryLife life, String operation, JsonNode action, long atMillis) {
    switch (operation) {
      case "INSTALL" -> become(life, "IN_VEHICLE");
      case "REMOVE" -> become(life, "REMOVED");
      case "GRADE" -> become(life, "GRADED");
      case "COMMISSION" -> {
        require(life.holds() == 0, "nothing held to be commissioned, found " + life.id);
        become(life, "COMMISSIONED");
      }
      case "DECOMMISSION" -> become(life, "DECOMMISSIONED");
      case "DISCARD" -> become(life, "WASTE");
      case "RECYCLE" -> {
        boolean empty = life.parts.stream().allMatch(BatteryLife::isClosed);
        require(empty, "no parts left in " + life.id + ", found some");
        become(life, "RECYCLED");
      }
      case "DESTROY" -> life.destroy();
      case "TEST" -> test(life, action, atMillis);
      case "CORRECT_TEST" -> correct(life, action.required("test"));
      case "CORRECT_NAMEPLATE" -> life.ratedWh = action.required("ratedWh").longValue();
      case "THROUGHPUT" -> meter(life, action, atMillis);
      case "HOLD" -> {
        boolean first = life.ownHolds.add(action.required("hold").asText());
        require(first, "a new hold of " + life.id + ", found one that is there");
      }
      case "CLEAR" -> {
        boolean there = life.ownHolds.remove(action.required("hold").asText());
        require(there, "a hold of " + life.id + " to be cleared, found none");
      }
      case "ISOLATE" -> {
        require(life.whole != null && life.holds() > 0, "a held part, found " + life.id);
        life.isolated = true;
      }
      case "REJOIN" -> {
        require(life.isolated && life.holds() == 0, "a cleared part, found " + life.id);
        life.isolated = false;
      }
      default -> compose(life, operation, action);
    }
  }

  private void compose(BatteryLife life, String operation, JsonNode action) {
    switch (operation) {
      case "ATTACH" -> {
        require(ATTACHED.contains(life.state), life.id + " to be built, found it " + life.state);
        action.required("parts").forEach(part -> join(known(part.asText()), life));
      }
      case "SWAP" -> {
        BatteryLife out = partOf(life, action.required("out").asText());
        out.leave();
        if (!out.isClosed()) {
          out.state = "DECOMMISSIONED";
        }
        join(known(action.required("in").asText()), life);
      }
      case "DISMANTLE" -> dismantle(life, action);
      case "TRANSFER" -> require(life.whole == null, life.id + " to be no part, found it is one");
      default -> throw new IllegalArgumentException("no operation " + operation);
    }
  }

  private void dismantle(BatteryLife life, JsonNode action) {
    for (JsonNode one : action.required("accounted")) {
      BatteryLife part = partOf(life, one.required("part").asText());
      part.leave();
      end(part, one.required("fate").asText());
    }
    require(
        life.parts.isEmpty(), "every part of " + life.id + " to be told of, found some are not");
    for (JsonNode one : action.required("found")) {
      BatteryLife found = create(one.required("id").asText(), one, "INTEGRATED");
      found.isUnknown = life.isUnknown;
      end(found, one.required("fate").asText());
    }
    if (!life.state.equals("WASTE")) {
      become(life, "DISMANTLED");
    }
  }

  private static void end(BatteryLife part, String fate) {
    if (part.isClosed()) {
      return;
    }
    switch (fate) {
      case "REUSED" -> part.state = "DISMANTLED";
      case "WASTE" -> part.state = "WASTE";
      default -> part.destroy();
    }
  }

  private static void test(BatteryLife life, JsonNode action, long atMillis) {
    BatteryLife.Tested last = life.test;
    require(last == null || atMillis > last.atMillis(), "a later test of " + life.id);
    take(life, action, atMillis);
    if (life.state.equals("REMOVED") || life.state.equals("DECOMMISSIONED")) {
      life.state = "TESTED";
    }
  }

  private static void correct(BatteryLife life, JsonNode test) {
    BatteryLife.Tested last = life.test;
    if (last == null) {
      throw new Impossible("expected a test of " + life.id + " to be corrected, found none");
    }
    take(life, test, last.atMillis());
  }

  private static void take(BatteryLife life, JsonNode test, long atMillis) {
    String basis = test.required("basis").asText();
    long energyWh = test.required("energyWh").longValue();
    boolean explained = basis.equals("ACCREDITED") && !test.required("reason").asText().isBlank();
    boolean first = life.test == null;
    boolean rises = !first && energyWh * 1000 > life.leastWh * MOST_PERMILLE;
    require(!rises || explained, life.id + " to lose energy, found a rise to " + energyWh + " Wh");
    life.leastWh = first || explained ? energyWh : Math.min(life.leastWh, energyWh);
    life.test = new BatteryLife.Tested(basis, energyWh, atMillis);
  }

  private static void meter(BatteryLife life, JsonNode action, long atMillis) {
    String window = action.required("windowId").asText();
    BatteryLife.Metered last = life.windows.get(window);
    long revision = action.required("revision").longValue();
    require(
        revision == (last == null ? 0 : last.revision() + 1),
        "each revision of window " + window + " of " + life.id + " once, found " + revision);
    long first = last == null ? atMillis : last.atMillis();
    life.windows.put(
        window,
        new BatteryLife.Metered(first, revision, action.required("dischargeWh").longValue()));
  }

  private static void join(BatteryLife part, BatteryLife into) {
    require(part.whole == null, part.id + " to be no part, found it is one");
    require(!part.isClosed() && part.holds() == 0, part.id + " to be free, found it is not");
    boolean around = into == part || into.root() == part;
    require(!around, part.id + " not to be in itself, found it is");
    part.join(into);
  }

  private static BatteryLife partOf(BatteryLife whole, String id) {
    for (BatteryLife part : List.copyOf(whole.parts)) {
      if (part.id.equals(id)) {
        return part;
      }
    }
    throw new Impossible("expected a part of " + whole.id + ", found " + id);
  }

  private BatteryLife known(String id) {
    BatteryLife life = lives.get(id);
    if (life == null) {
      throw new Impossible("expected a battery that is known, found " + id);
    }
    return life;
  }

  private static void become(BatteryLife life, String state) {
    boolean waste = state.equals("RECYCLED") && !life.state.equals("WASTE");
    require(!waste, life.id + " to be waste, found it " + life.state);
    life.state = state;
  }

  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new Impossible("expected " + expected);
    }
  }
}
