/**
 * Everything on one machine: data folder, child broker, embedded database, ledger, stream job and
 * market service, started together and stopped in order. Used by the commands.
 */
@NullMarked
package org.commonwatt.cli.laptop;

import org.jspecify.annotations.NullMarked;
