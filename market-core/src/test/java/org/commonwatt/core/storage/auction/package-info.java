/** The auction of storage services, held against enumerations and a general solver. */
@NullMarked
package org.commonwatt.core.storage.auction;

import org.jspecify.annotations.NullMarked;
