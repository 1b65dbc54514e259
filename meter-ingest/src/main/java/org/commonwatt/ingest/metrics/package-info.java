/** What the ingest tells of itself in numbers. */
@NullMarked
package org.commonwatt.ingest.metrics;

import org.jspecify.annotations.NullMarked;
