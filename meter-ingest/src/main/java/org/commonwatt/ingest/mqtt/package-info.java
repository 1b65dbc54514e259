/** Meters whose values come over MQTT. */
@NullMarked
package org.commonwatt.ingest.mqtt;

import org.jspecify.annotations.NullMarked;
