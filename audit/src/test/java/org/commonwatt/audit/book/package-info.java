/** Tests of the audit's continuous book: the examples of the rules, and one test per rule. */
@NullMarked
package org.commonwatt.audit.book;

import org.jspecify.annotations.NullMarked;
