/** The rules of participants and their accounts, without Fabric's types. */
@NullMarked
package org.commonwatt.chaincode.accounts.rules;

import org.jspecify.annotations.NullMarked;
