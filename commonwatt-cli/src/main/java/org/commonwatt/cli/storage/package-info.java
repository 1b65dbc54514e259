/**
 * Cases of storage advice and their schedules as JSON: reading, writing, and the work of {@code
 * commonwatt storage advise}. {@code docs/formats/storage-advice.md} describes the format.
 */
@NullMarked
package org.commonwatt.cli.storage;

import org.jspecify.annotations.NullMarked;
