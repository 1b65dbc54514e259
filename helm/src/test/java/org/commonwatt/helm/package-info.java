/** The chart: strictly linted, rendered, and held to what the command line knows. */
@NullMarked
package org.commonwatt.helm;

import org.jspecify.annotations.NullMarked;
