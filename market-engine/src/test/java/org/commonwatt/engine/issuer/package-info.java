/** What the built-in issuer offers, and to whom. */
@org.jspecify.annotations.NullMarked
package org.commonwatt.engine.issuer;
