/** Tests of who is who. */
package org.commonwatt.identity;
