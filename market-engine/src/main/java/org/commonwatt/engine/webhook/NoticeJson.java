package org.commonwatt.engine.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Instant;
import org.commonwatt.engine.readmodel.NoticeQueries.Notice;
import org.commonwatt.model.DeliverySlot;

/** A notice as JSON: the same over the API and in the body of a webhook. */
public final class NoticeJson {
  private NoticeJson() {}

  /** The fields of a notice; what it has not is null. */
  public static ObjectNode of(Notice notice) {
    DeliverySlot slot = notice.slot();
    BigInteger nano = notice.amountNano();
    return JsonNodeFactory.instance
        .objectNode()
        .put("sequence", notice.sequence())
        .put("kind", notice.kind())
        .put("slotStart", slot == null ? null : Instant.ofEpochMilli(slot.startMillis()).toString())
        .put("slotMinutes", slot == null ? null : (Integer) slot.minutes())
        .put("about", notice.about())
        .put("detail", notice.detail())
        .put("energyWh", notice.energyWh())
        .put("amountNano", nano == null ? null : nano.toString());
  }
}
