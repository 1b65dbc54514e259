/** How much energy of a storage unit its provenance proves, and until when. */
@NullMarked
package org.commonwatt.battery.bound;

import org.jspecify.annotations.NullMarked;
