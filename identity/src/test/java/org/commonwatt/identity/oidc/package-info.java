/** Tests of logins by OpenID Connect. */
package org.commonwatt.identity.oidc;
