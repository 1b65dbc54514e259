package org.commonwatt.log.codec;

/** The bytes of version 30, forever: auctions of storage services. */
class GoldenVersion30Test extends GoldenVersionKit {
  GoldenVersion30Test() {
    super(30, 29, StorageAuctionSamples.commands(), StorageAuctionSamples.events());
  }
}
