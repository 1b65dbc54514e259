/**
 * What people write about meters in YAML, read strictly: every complaint names the file, the line
 * and what to change.
 */
@NullMarked
package org.commonwatt.ingest.config;

import org.jspecify.annotations.NullMarked;
