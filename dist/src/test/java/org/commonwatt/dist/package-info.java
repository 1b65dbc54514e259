/** Tests of what an operator unpacks: its units, and the tarball itself. */
@NullMarked
package org.commonwatt.dist;

import org.jspecify.annotations.NullMarked;
