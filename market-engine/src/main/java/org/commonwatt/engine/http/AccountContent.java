package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.stream.Content;
import org.commonwatt.engine.stream.OpenOrders;
import org.commonwatt.engine.stream.Topic;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * The channel {@code account} of a participant: collateral, what its orders and trades reserve, and
 * what is available, as a whole whenever any of it has changed.
 */
final class AccountContent implements Content {
  private final String participant;
  private ObjectNode account = Views.object();
  private boolean changed;

  AccountContent(Topic topic) {
    participant = Objects.requireNonNull(topic.participant());
  }

  @Override
  public Reach reach() {
    return Reach.PARTICIPANT;
  }

  @Override
  public void begin(MarketView view, OpenOrders orders) {
    account = Accounts.one(view, participant);
    view.market().openOrders(participant).forEach(orders::known);
  }

  @Override
  public void apply(EventEnvelope event) {
    // What it says is asked of the state: see look.
  }

  @Override
  public boolean asksState() {
    return true;
  }

  @Override
  public void look(MarketView view) {
    ObjectNode now = Accounts.one(view, participant);
    changed |= !now.equals(account);
    account = now;
  }

  @Override
  public @Nullable ObjectNode delta() {
    if (!changed) {
      return null;
    }
    changed = false;
    return snapshot();
  }

  @Override
  public ObjectNode snapshot() {
    ObjectNode json = Views.object();
    json.set("account", account.deepCopy());
    return json;
  }
}
