@NullMarked
package org.commonwatt.cli.storage;

import org.jspecify.annotations.NullMarked;
