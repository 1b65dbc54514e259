package org.commonwatt.core.book;

/** The stores that all products of a book share. */
record Shared(OrderSlab orders, LevelPool levels, Extras extras) {}
