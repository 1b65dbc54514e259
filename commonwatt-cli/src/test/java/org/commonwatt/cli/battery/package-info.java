@NullMarked
package org.commonwatt.cli.battery;

import org.jspecify.annotations.NullMarked;
