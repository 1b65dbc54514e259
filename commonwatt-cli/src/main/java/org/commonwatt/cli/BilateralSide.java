package org.commonwatt.cli;

/** Whose signature it is. */
enum BilateralSide {
  BUYER,
  SELLER
}
