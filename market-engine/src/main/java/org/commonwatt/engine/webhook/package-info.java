/**
 * Tells participants over HTTP what happened to them: each notice is posted, signed and in order,
 * to the address that its participant gave.
 */
@NullMarked
package org.commonwatt.engine.webhook;

import org.jspecify.annotations.NullMarked;
