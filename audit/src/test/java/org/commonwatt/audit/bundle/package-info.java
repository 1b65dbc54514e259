/** Tests of bundles: honest ones, and every way to tamper with one. */
@NullMarked
package org.commonwatt.audit.bundle;

import org.jspecify.annotations.NullMarked;
