/** Tests of order streams and their replay. */
@NullMarked
package org.commonwatt.cli.book;

import org.jspecify.annotations.NullMarked;
