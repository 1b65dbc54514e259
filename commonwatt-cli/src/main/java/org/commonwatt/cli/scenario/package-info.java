/** Scenarios of whole storage markets, on the market's own rules, in one process. */
@NullMarked
package org.commonwatt.cli.scenario;

import org.jspecify.annotations.NullMarked;
