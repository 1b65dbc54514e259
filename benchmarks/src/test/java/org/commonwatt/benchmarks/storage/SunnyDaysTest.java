package org.commonwatt.benchmarks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.commonwatt.core.storage.auction.AuctionResult;
import org.commonwatt.core.storage.auction.StorageAuction;
import org.commonwatt.core.storage.auction.StorageAuctionCase;
import org.junit.jupiter.api.Test;

class SunnyDaysTest {
  @Test
  void storageIsScarceAndLinksAndReleasesAreUsed() {
    StorageAuctionCase input = SunnyDays.auction(1, 100, 5, 10);
    AuctionResult result = (AuctionResult) StorageAuction.clear(input);
    assertThat(result.flows()).isNotEmpty();
    assertThat(result.fills()).extracting(AuctionResult.Fill::bid).contains("b0");
    long accepted = result.fills().stream().mapToLong(AuctionResult.Fill::wh).sum();
    long offered = input.bids().stream().mapToLong(bid -> bid.surplus().energyWh()).sum();
    assertThat(accepted).isBetween(offered / 20, offered * 19 / 20);
  }

  @Test
  void theFileThatASolverReadsHasTheSameAuction() {
    StorageAuctionCase input = SunnyDays.auction(1, 20, 3, 2);
    JsonNode json = SunnyDays.json(input);
    assertThat(json.path("bids")).hasSize(20);
    assertThat(json.path("bids").path(1).path("release").path("wh")).hasSize(8);
    assertThat(json.path("bids").path(2).has("release")).isFalse();
    assertThat(json.path("units").path(2).path("priceMicroPerKwh")).hasSize(96);
    assertThat(json.path("links")).hasSize(4);
  }
}
