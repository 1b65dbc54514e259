/**
 * Snapshots of the engine's state: their bytes and where they are kept. They save time and nothing
 * else: whatever is wrong with one, the log is replayed instead. For the engine, and for whoever
 * puts the service together.
 */
@NullMarked
package org.commonwatt.engine.snapshot;

import org.jspecify.annotations.NullMarked;
