package org.commonwatt.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.commonwatt.ledger.BilateralJson;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.SignedBilateral;

/**
 * A bilateral contract on its way between its parties and to the exchange: terms, price and the
 * signatures that it has so far.
 *
 * @param signed terms and signatures; one that is missing is empty
 * @param price what the terms have the hash of
 */
record BilateralFile(SignedBilateral signed, BilateralPrice price) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CONTRACT = "contract";
  private static final String PRICE = "price";

  /** Terms that nobody has signed yet. */
  static BilateralFile of(BilateralTerms terms, BilateralPrice price) {
    return new BilateralFile(new SignedBilateral(terms, "", ""), price);
  }

  /** The same with a party's signature. */
  BilateralFile with(BilateralSide side, String signature) {
    return new BilateralFile(
        side == BilateralSide.BUYER
            ? new SignedBilateral(signed.terms(), signature, signed.sellerSignature())
            : new SignedBilateral(signed.terms(), signed.buyerSignature(), signature),
        price);
  }

  /** Writes it whole or not at all, for its owner's eyes: it has the price. */
  void write(Path file) {
    String text = "{\"contract\":" + signed.text() + ",\n \"price\":" + price.text() + "}\n";
    try {
      // Made for its owner alone, as every temporary file.
      Path whole = Files.createTempFile(file.toAbsolutePath().resolveSibling(""), ".", ".new");
      Files.writeString(whole, text);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserError("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws UserError when it is none, or its price is not the one that its terms have the hash of
   */
  static BilateralFile read(Path file) {
    try {
      JsonNode root = MAPPER.readTree(Files.readString(file));
      BilateralFile read =
          new BilateralFile(
              BilateralJson.read(root.path(CONTRACT).toString()),
              BilateralJson.readPrice(root.path(PRICE).toString()));
      if (!read.price.hash().equals(read.signed.terms().priceHash())) {
        throw new UserError(file + ": the price is not the one that the terms have the hash of");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new UserError(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
    } catch (LedgerException e) {
      throw new UserError(file + " is no bilateral contract: " + e.getMessage(), e);
    }
  }
}
