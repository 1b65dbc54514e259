/** The ledger's kits and faults on a real Fabric network; skipped, loudly, without its commands. */
@NullMarked
package org.commonwatt.system.fabric;

import org.jspecify.annotations.NullMarked;
