/** Readings that meters and gateways send by themselves. */
@NullMarked
package org.commonwatt.ingest.push;

import org.jspecify.annotations.NullMarked;
