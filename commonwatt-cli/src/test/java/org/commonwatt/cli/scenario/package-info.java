@NullMarked
package org.commonwatt.cli.scenario;

import org.jspecify.annotations.NullMarked;
