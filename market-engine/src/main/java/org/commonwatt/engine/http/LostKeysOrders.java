package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.UnknownOutcomeException;
import org.commonwatt.identity.Account;
import org.commonwatt.model.Command;

/**
 * Cancels all open orders of an account whose keys are gone: nobody knows what was done with them.
 */
final class LostKeysOrders {
  private static final long PATIENCE_SECONDS = 30;

  private final ApiContext api;
  private final Orders orders;

  LostKeysOrders(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** What became of the orders, participant by participant. May block. */
  ArrayNode cancel(Account account) throws InterruptedException {
    ArrayNode cancelled = JsonNodeFactory.instance.arrayNode();
    for (String participant : account.participants().stream().sorted().toList()) {
      cancelled.add(cancelAll(participant));
    }
    return cancelled;
  }

  private ObjectNode cancelAll(String participant) throws InterruptedException {
    ObjectNode node = Views.object().put("participant", participant);
    try {
      orders.requireLeading();
      Command all = new Command.CancelAll(participant, null, null, null);
      CommandResult result = api.sequencer().submit(all).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      Orders.Answer answer = orders.receipted(result, MassCancels::cancelled);
      node.put("status", answer.status()).set("cancelled", answer.body());
    } catch (ExecutionException | RuntimeException e) {
      problem(node, e);
    } catch (TimeoutException e) {
      problem(node, new UnknownOutcomeException("no answer came in time", e));
    }
    return node;
  }

  private static void problem(ObjectNode node, Exception failure) {
    Problem problem = Answers.explain("cancelling the orders of lost keys", failure);
    node.put("status", problem.status()).set("problem", problem.json());
  }
}
