/** What runs inside the broker's own process; only {@code KafkaChild} starts it. */
@NullMarked
package org.commonwatt.log.kafka.broker;

import org.jspecify.annotations.NullMarked;
