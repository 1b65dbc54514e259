package org.commonwatt.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.commonwatt.model.AuctionVerifier;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedSlots;

/**
 * Checks results of the coupled auction without clearing anything. Of a result only fills, flows
 * and reductions are taken as given; {@link OptimalityProof} proves them best, {@link EqualShares}
 * that equals share by rule, and every other figure must be what they give. Which of equally good
 * sets of orders with a minimum takes part is taken as given, too.
 */
public final class ClearingVerifier implements AuctionVerifier {

  /**
   * Verifies a result as it is written to files ({@code docs/formats/clearing.md}).
   *
   * @param input a case
   * @param result what was stated for it
   * @return what is wrong; empty when the result is optimal and all that it states is right
   */
  public static List<String> verify(JsonNode input, JsonNode result) {
    if (input.has("slots")) {
      SlotsJson read = new SlotsJson(input, result);
      List<String> complaints = read.complaints();
      complaints.addAll(new ClearingVerifier().complaints(read.slots()));
      return complaints;
    }
    ClearingJson read = new ClearingJson(input, result);
    List<String> complaints = read.complaints();
    complaints.addAll(new ClearingVerifier().complaints(read.auction()));
    return complaints;
  }

  @Override
  public List<String> complaints(StatedAuction auction) {
    List<String> complaints = OwnReductions.complaints(auction);
    OptimalityProof proof = new OptimalityProof(auction, Ties.ANY);
    complaints.addAll(proof.complaints());
    if (proof.complaints().isEmpty()) {
      Ties ties = Ties.broken(auction.areas().size());
      complaints.addAll(new OptimalityProof(auction, ties).complaints());
      complaints.addAll(new FigureCheck(auction).prices(proof.prices()));
    }
    complaints.addAll(EqualShares.complaints(auction));
    complaints.addAll(new FigureCheck(auction).sums());
    return complaints;
  }

  @Override
  public List<String> complaints(StatedSlots slots) {
    return new SlotsCheck(slots).complaints();
  }
}
