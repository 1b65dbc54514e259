/**
 * Logins of people by OpenID Connect, of any provider: what it says of itself, the keys that it
 * signs with, what its tokens say, and which account they stand for.
 */
@NullMarked
package org.commonwatt.identity.oidc;

import org.jspecify.annotations.NullMarked;
