@NullMarked
package org.commonwatt.cli.invoice;

import org.jspecify.annotations.NullMarked;
