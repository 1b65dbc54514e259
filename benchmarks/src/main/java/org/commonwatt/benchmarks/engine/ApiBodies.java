package org.commonwatt.benchmarks.engine;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.commonwatt.model.Command;
import org.commonwatt.model.Side;

/**
 * Writes requests, as cheaply as can be: the driver shares the processors with what it measures.
 */
final class ApiBodies {
  private static final int ORDER_CHARS = 240;

  private final BenchMarket market = BenchMarket.plain();
  private final Map<Long, String> starts = new ConcurrentHashMap<>();

  /** The body of a request whose first order has a number. */
  String body(long first, ApiRun.Plan plan) {
    StringBuilder json = new StringBuilder(ORDER_CHARS * (plan.inRequest() + 1));
    write(json, first, plan);
    return json.toString();
  }

  /** The message of a request over a socket. */
  String message(long first, ApiRun.Plan plan) {
    StringBuilder json = new StringBuilder(ORDER_CHARS * (plan.inRequest() + 1));
    json.append("{\"op\":\"").append(op(plan)).append("\",\"id\":\"n").append(first);
    json.append("\",\"body\":");
    write(json, first, plan);
    return json.append('}').toString();
  }

  private static String op(ApiRun.Plan plan) {
    if (plan.inRequest() > 1) {
      return "batch";
    }
    return plan.amended() == 0 ? "place" : "amend";
  }

  private void write(StringBuilder json, long first, ApiRun.Plan plan) {
    if (plan.inRequest() == 1) {
      operation(json, first, plan);
      return;
    }
    json.append("{\"receipts\":\"one\",\"answers\":\"short\",\"operations\":[");
    for (int i = 0; i < plan.inRequest(); i++) {
      json.append(i == 0 ? "" : ",");
      json.append(plan.amended() == 0 ? "{\"place\":" : "{\"amend\":");
      operation(json, first + i, plan);
      json.append('}');
    }
    json.append("]}");
  }

  private void operation(StringBuilder json, long number, ApiRun.Plan plan) {
    if (plan.amended() == 0) {
      order(json, number);
    } else {
      amendment(json, number, plan.amended());
    }
  }

  /** The market's first orders have the ids from 1 on, in the order of their numbers. */
  private void amendment(StringBuilder json, long number, int orders) {
    Command.PlaceOrder order = market.order(number % orders);
    json.append("{\"participant\":\"").append(order.participant());
    json.append("\",\"orderId\":").append(1 + number % orders);
    json.append(",\"priceMicroPerKwh\":").append(order.priceMicroPerKwh());
    json.append(",\"openWh\":").append(1 + number / orders % 1_000).append('}');
  }

  /** The text of a slot's start, of which there are few. */
  private String start(long millis) {
    return starts.computeIfAbsent(millis, known -> Instant.ofEpochMilli(known).toString());
  }

  private void order(StringBuilder json, long number) {
    Command.PlaceOrder order = market.order(number);
    json.append("{\"participant\":\"").append(order.participant());
    json.append("\",\"clientOrderId\":\"").append(order.clientOrderId());
    json.append("\",\"area\":\"").append(order.area());
    json.append("\",\"slotStart\":\"").append(start(order.slotStartMillis()));
    json.append("\",\"side\":\"").append(order.side() == Side.BUY ? "buy" : "sell");
    json.append("\",\"priceMicroPerKwh\":").append(order.priceMicroPerKwh());
    json.append(",\"energyWh\":").append(order.energyWh()).append('}');
  }
}
