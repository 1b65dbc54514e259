/**
 * Who is who in a market: accounts with a role, the participants that they act for, API keys,
 * signed requests, and who looked at whose personal data. Knows nothing of HTTP servers, the log or
 * the market's rules. {@link org.commonwatt.identity.Identity} ties it together over a database.
 */
@NullMarked
package org.commonwatt.identity;

import org.jspecify.annotations.NullMarked;
