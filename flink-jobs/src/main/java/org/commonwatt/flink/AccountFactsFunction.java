package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.commonwatt.flink.netting.AccountFact;
import org.commonwatt.flink.netting.AccountFacts;
import org.commonwatt.flink.netting.AreaMembers;
import org.commonwatt.flink.netting.Home;
import org.commonwatt.flink.netting.MeterOwners;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by the market: what its events mean for the net positions of accounts. How many accounts
 * areas have is a side output.
 */
final class AccountFactsFunction extends KeyedProcessFunction<String, LogEvent, AccountFact> {
  private static final long serialVersionUID = 1L;

  static final OutputTag<AreaMembers> MEMBERS =
      new OutputTag<>("area-members", TypeInformation.of(AreaMembers.class));

  private final ArrayList<Home> homes;
  private final JobKeys keys;
  private transient AccountFacts facts;
  private transient EventsInOrder events;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  AccountFactsFunction(List<Home> homes, JobKeys keys) {
    this.homes = new ArrayList<>(homes);
    this.keys = keys;
  }

  @Override
  public void open(OpenContext context) {
    RuntimeContext runtime = getRuntimeContext();
    facts =
        new AccountFacts(
            homes,
            new AccountFacts.Known(
                MapStateMemory.lasting(runtime, "registered", String.class, String.class),
                MapStateMemory.lasting(runtime, "assigned", String.class, MeterOwners.class),
                MapStateMemory.of(runtime, "open", Long.class, Integer.class)));
    events = new EventsInOrder(getRuntimeContext(), keys);
  }

  @Override
  public void processElement(LogEvent event, Context context, Collector<AccountFact> out)
      throws Exception {
    @Nullable EventEnvelope envelope = events.next(event);
    if (envelope != null) {
      AccountFacts.Told told = facts.next(events.placeOf(envelope), envelope.event());
      told.accounts().forEach(out::collect);
      told.areas().forEach(members -> context.output(MEMBERS, members));
    }
  }
}
