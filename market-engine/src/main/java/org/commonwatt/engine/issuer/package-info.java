/**
 * The issuer of logins that comes with the service, for local use only: a provider of OpenID
 * Connect that knows the accounts of one market and no passwords of its own.
 */
@NullMarked
package org.commonwatt.engine.issuer;

import org.jspecify.annotations.NullMarked;
