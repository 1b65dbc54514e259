package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.cli.UserError;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.readmodel.PersonalRows;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.ingest.MeterChainsFile;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.RetiredKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.SealSecret;
import org.commonwatt.model.SlotPhase;

/**
 * Erases what the log tells of one participant's metered energy, by destroying the keys that it is
 * sealed with. The first run retires the keys; a later one destroys them, once the engine can go on
 * without what they seal. Every run may be killed at any point and repeated. {@code
 * docs/privacy.md} tells the whole.
 */
public final class Erasure {
  private static final long RETENTION_MILLIS = MarketStateMachine.RETENTION_HOURS * 3_600_000L;
  private static final int SNAPSHOTS_KEPT = 3;

  private final DataFolder data;
  private final Request request;
  private final Consumer<Step> done;
  private final FileKeyring keyring;
  private final SnapshotFolder snapshots;
  private final String market;
  private MetersOnLog onLog; // as of the last plan
  private long inClear;
  private int slotMinutes = 15; // of the rulebook on the log

  /**
   * What is asked for.
   *
   * @param participant whose data
   * @param stillMember whether it may be a member that stays one: new data get new keys
   * @param nowMillis the wall clock, which the log will name
   */
  public record Request(String participant, boolean stillMember, long nowMillis) {}

  /** The steps, in order; after each the disk holds what it did. */
  public enum Step {
    /** Nothing new is sealed with the keys. */
    RETIRED,
    /** The log says that they will be destroyed. */
    RECORDED,
    /** Two snapshots stand behind all that they seal. */
    SNAPSHOTS,
    /** No older snapshot is left. */
    OLDER_DROPPED,
    /** The database has no rows of them. */
    ROWS,
    /** The keys are destroyed. */
    KEYS
  }

  /**
   * What an erasure is about.
   *
   * @param member whether the participant is a member or has an account that was not refused
   * @param subjects whose keys: the participant's and its meters'
   * @param otherMeters meters it has or had that are or were another's, too: their keys stay
   * @param retired keys that wait to be destroyed
   * @param clearMillis market time from which the keys can be destroyed; 0 before they are retired
   * @param clockMillis market time now
   * @param held positions in the engine's state that the keys seal
   * @param unsettled slots that had begun when the keys were retired and are not settled: readings
   *     that they need may be sealed with the keys
   * @param inClear positions that stand in clear on the log, from before anything was sealed: no
   *     erasure reaches them
   */
  public record Plan(
      boolean member,
      List<Subject> subjects,
      List<String> otherMeters,
      List<RetiredKey> retired,
      long clearMillis,
      long clockMillis,
      int held,
      long unsettled,
      long inClear) {

    /** Whether the keys can be destroyed now: nothing needs what they seal any more. */
    public boolean isClear() {
      return !retired.isEmpty() && clockMillis >= clearMillis && held == 0 && unsettled == 0;
    }

    private boolean isRequested() {
      return retired.stream().anyMatch(key -> key.subject().kind() == Subject.Kind.PARTICIPANT);
    }
  }

  /**
   * What a run did.
   *
   * @param plan what is left to do when it is not done, else what was done
   * @param erased keys that were destroyed, by name
   * @param rows rows that were removed, by table
   */
  public record Outcome(Plan plan, List<String> erased, Map<String, Long> rows) {

    /** Whether the keys are destroyed. */
    public boolean isDone() {
      return !erased.isEmpty();
    }
  }

  private Erasure(DataFolder data, Request request, Consumer<Step> done) {
    this.data = data;
    this.request = request;
    this.done = done;
    this.keyring = data.keyring();
    this.snapshots = new SnapshotFolder(data.part(Laptop.SNAPSHOTS), SNAPSHOTS_KEPT);
    this.market = StoredMarket.market(data);
    this.onLog = new MetersOnLog(request.participant());
  }

  /**
   * Says what a run would do; changes nothing of it.
   *
   * @throws UserError when nothing has run in the folder, or it never had the participant
   */
  public static Plan plan(DataFolder data, String participant) throws InterruptedException {
    Erasure erasure = new Erasure(data, new Request(participant, true, 0), step -> {});
    try (BrokerKeeper broker = StoredMarket.broker(data);
        OfflineEngine engine = erasure.engine(broker)) {
      return erasure.plan(broker, engine);
    }
  }

  /**
   * Retires the keys, or destroys them when they were retired and can be.
   *
   * @param done told after each step
   * @throws UserError when the participant is a member and the request does not say so, or the
   *     folder does not allow it
   * @throws IOException when the disk fails; repeat it then
   * @throws SQLException when the database does not answer; repeat it then
   */
  public static Outcome run(DataFolder data, Request request, Consumer<Step> done)
      throws InterruptedException, IOException, SQLException {
    return new Erasure(data, request, done).run();
  }

  private Outcome run() throws InterruptedException, IOException, SQLException {
    keyring.sweep();
    try (BrokerKeeper broker = StoredMarket.broker(data)) {
      Plan plan = retired(broker);
      if (!plan.isClear()) {
        return new Outcome(plan, List.of(), Map.of());
      }
      stepBehind(broker, plan);
      Map<String, Long> rows = removeRows(plan);
      done.accept(Step.ROWS);
      return new Outcome(plan, destroy(plan), rows);
    }
  }

  /**
   * Retires the keys unless they are; the participant's own is the last, and tells that all are.
   */
  private Plan retired(BrokerKeeper broker) throws InterruptedException, IOException {
    try (OfflineEngine engine = engine(broker)) {
      Plan plan = plan(broker, engine);
      if (plan.isRequested()) {
        return plan;
      }
      if (plan.member() && !request.stillMember()) {
        throw new UserError(
            request.participant()
                + " is a member: say --still-a-member to erase what there is up to now");
      }
      for (Subject subject : plan.subjects()) {
        keyring.retire(subject, plan.clockMillis());
      }
      done.accept(Step.RETIRED);
      Plan next = plan(broker, engine);
      if (next.retired().isEmpty()) {
        throw new UserError(
            "there are no keys of "
                + request.participant()
                + " here: its data were never sealed, or are erased already");
      }
      return next;
    }
  }

  /** Brings two snapshots behind everything that the keys seal, and drops the older ones. */
  private void stepBehind(BrokerKeeper broker, Plan plan) throws InterruptedException, IOException {
    List<String> names = plan.retired().stream().map(RetiredKey::name).toList();
    long first =
        snapshotAfter(
            broker,
            new Command.RecordErasure(request.participant(), names, request.nowMillis()),
            Step.RECORDED);
    snapshotAfter(broker, new Command.Tick(plan.clockMillis()), Step.SNAPSHOTS);
    snapshots.dropBefore(first);
    done.accept(Step.OLDER_DROPPED);
  }

  private long snapshotAfter(BrokerKeeper broker, Command command, Step step)
      throws InterruptedException, IOException {
    long sequence;
    try (OfflineEngine engine = engine(broker)) {
      engine.run(command);
      sequence = engine.query(MarketView::sequence);
    }
    if (snapshots.names().stream().noneMatch(name -> name.endsWith("%019d".formatted(sequence)))) {
      throw new UserError("no snapshot could be written to " + data.part(Laptop.SNAPSHOTS));
    }
    done.accept(step);
    return sequence;
  }

  private Map<String, Long> removeRows(Plan plan) throws SQLException, IOException {
    if (!plan.member()) {
      MeterChainsFile.forget(data.part("spool"), Set.copyOf(onLog.own()));
    }
    long retiredMillis =
        plan.retired().stream().mapToLong(RetiredKey::marketMillis).max().orElse(Long.MAX_VALUE);
    // The slot that was under way then got its position under the next key.
    Instant before =
        plan.member()
            ? Instant.ofEpochMilli(
                DeliverySlot.containing(retiredMillis, slotMinutes).startMillis())
            : Instant.MAX;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(data.part("postgres"))) {
      return PersonalRows.remove(
          new Database.Access(database.jdbcUrl(), "postgres", ""),
          new PersonalRows.Of(
              market,
              request.participant(),
              onLog.spans().stream()
                  .map(
                      span ->
                          new PersonalRows.Meter(
                              span.meter(),
                              instant(span.fromMillis()),
                              instant(span.untilMillis())))
                  .toList(),
              before,
              Instant.ofEpochMilli(request.nowMillis())));
    }
  }

  private static Instant instant(long millis) {
    if (millis == Long.MIN_VALUE) {
      return Instant.MIN;
    }
    return millis == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(millis);
  }

  /** The participant's own key goes last: while it is there the erasure is pending. */
  private List<String> destroy(Plan plan) throws IOException {
    List<String> erased = new ArrayList<>();
    for (Subject.Kind kind : List.of(Subject.Kind.METER, Subject.Kind.PARTICIPANT)) {
      for (RetiredKey key : plan.retired()) {
        if (key.subject().kind() == kind) {
          keyring.erase(key, request.nowMillis());
          erased.add(key.name());
        }
      }
    }
    done.accept(Step.KEYS);
    return erased;
  }

  private OfflineEngine engine(BrokerKeeper broker) throws InterruptedException {
    return OfflineEngine.start(broker.bootstrapServers(), market, keyring, snapshots);
  }

  private Plan plan(BrokerKeeper broker, OfflineEngine engine) {
    scan(broker);
    Optional.ofNullable(engine.query(view -> view.market().rulebook())).ifPresent(onLog::see);
    boolean member =
        engine.query(
            view ->
                view.market()
                    .registered()
                    .state(request.participant())
                    .filter(state -> state != AccountState.REFUSED)
                    .isPresent());
    List<Subject> subjects =
        onLog.own().stream().map(Subject::meter).collect(Collectors.toCollection(ArrayList::new));
    subjects.add(Subject.participant(request.participant()));
    List<RetiredKey> retired =
        keyring.retired().stream().filter(key -> subjects.contains(key.subject())).toList();
    long last = retired.stream().mapToLong(RetiredKey::marketMillis).max().orElse(0);
    return new Plan(
        member,
        List.copyOf(subjects),
        onLog.shared(),
        retired,
        retired.isEmpty() ? 0 : last + RETENTION_MILLIS,
        engine.query(view -> view.market().timeMillis()),
        held(engine, retired),
        engine.query(view -> unsettled(view.market(), last)),
        inClear);
  }

  private int held(OfflineEngine engine, List<RetiredKey> retired) {
    Set<String> ids = retired.stream().map(RetiredKey::keyId).collect(Collectors.toSet());
    int held = 0;
    for (MeteredPosition position :
        engine.query(view -> view.market().positions(request.participant()))) {
      SealSecret secret = position.secret();
      held += secret != null && ids.contains(secret.keyId()) ? 1 : 0;
    }
    return held;
  }

  /** How many slots that began before a time are not settled. */
  static long unsettled(MarketStateMachine market, long beforeMillis) {
    return market.slots().stream()
        .filter(slot -> slot.startMillis() < beforeMillis)
        .filter(
            slot ->
                market
                    .phase(slot.startMillis())
                    .filter(phase -> phase.compareTo(SlotPhase.SETTLED) < 0)
                    .isPresent())
        .count();
  }

  /** What the log says of the participant. */
  private void scan(BrokerKeeper broker) {
    inClear = 0;
    onLog = new MetersOnLog(request.participant());
    try (LogRecords commands = new LogRecords(broker.bootstrapServers(), Topics.COMMANDS)) {
      for (StoredRecord record : commands) {
        for (CommandFrame.Entry entry : CommandCodec.decode(record.bytes(), keyring).entries()) {
          scan(entry.command());
        }
      }
    }
    try (LogRecords events = new LogRecords(broker.bootstrapServers(), Topics.EVENTS)) {
      for (StoredRecord record : events) {
        for (byte[] event : EventCodec.splitFrame(record.bytes())) {
          onLog.see(EventCodec.decodeEvent(event, keyring).event());
        }
      }
    }
    if (!onLog.isKnown()) {
      throw new UserError(
          request.participant() + " never was a member of " + market + ": check the spelling");
    }
  }

  private void scan(Command command) {
    if (command instanceof Command.ActivateRulebook activate) {
      slotMinutes = activate.rulebook().timing().slotMinutes();
      onLog.see(activate.rulebook());
    } else if (command instanceof Command.ReportPosition report) {
      MeteredPosition position = report.position();
      boolean plain = position.secret() == null;
      inClear += plain && position.participant().equals(request.participant()) ? 1 : 0;
    }
  }
}
