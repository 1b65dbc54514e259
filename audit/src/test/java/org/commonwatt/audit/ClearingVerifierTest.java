package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A right result passes, and each kind of wrong one is found. */
class ClearingVerifierTest {
  private static final String CASE =
      """
      {"id":"x","areas":[{"id":"A"},{"id":"B"}],
       "links":[{"from":"A","to":"B","minFlowWh":-3,"maxFlowWh":3,"feeMicroPerKwh":5}],
       "orders":[{"id":"s","area":"A","side":"sell","priceMicroPerKwh":20,"energyWh":10},
        {"id":"m","area":"B","side":"sell","priceMicroPerKwh":30,"energyWh":9,"minEnergyWh":9},
        {"id":"b","area":"B","side":"buy","priceMicroPerKwh":90,"energyWh":8}]}
      """;
  private static final String RESULT =
      """
      {"id":"x","status":"cleared","optimality":"optimal","rule":"midpoint","areas":{
       "A":{"priceMicroPerKwh":20,"priceInterval":[20,20],"buyWh":0,"sellWh":3,"netExportWh":3},
       "B":{"priceMicroPerKwh":90,"priceInterval":[90,90],"buyWh":3,"sellWh":0,"netExportWh":-3}},
       "links":[{"from":"A","to":"B","flowWh":3}],"fills":{"s":3,"m":0,"b":3},
       "paradoxicallyRejected":["m"],
       "welfareNano":"195","feeNano":"15","congestionRentNano":"195","marketSurplusNano":"0"}
      """;

  @Test
  void aRightResultPasses() throws JsonProcessingException {
    assertThat(ClearingVerifier.verify(json(CASE), json(RESULT))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"s\":3|\"s\":2|balance",
        "\"s\":3|\"s\":11|outside 0 to 10",
        "\"m\":0|\"m\":3|below its minimum",
        "\"priceMicroPerKwh\":20,\"priceInterval\"|\"priceMicroPerKwh\":19,\"priceInterval\"|accepted at a loss",
        "\"priceMicroPerKwh\":90|\"priceMicroPerKwh\":80|in the money",
        "\"priceMicroPerKwh\":90|\"priceMicroPerKwh\":91|outside its interval",
        "\"flowWh\":3|\"flowWh\":4|outside its limits",
        "\"flowWh\":3|\"flowWh\":2|rather carry more",
        "[\"m\"]|[]|paradoxically",
        "\"195\",\"feeNano\"|\"194\",\"feeNano\"|welfare is 195",
        "\"15\"|\"16\"|fees are 15",
        "\"195\",\"marketSurplusNano\"|\"0\",\"marketSurplusNano\"|congestion rent is 195",
        "\"0\"|\"1\"|market surplus is 0",
        "\"from\":\"A\",\"to\":\"B\",\"flowWh\"|\"from\":\"B\",\"to\":\"A\",\"flowWh\"|out of order"
      })
  void aWrongResultIsFound(String right, String wrong, String complaint)
      throws JsonProcessingException {
    assertThat(RESULT).contains(right);
    assertThat(ClearingVerifier.verify(json(CASE), json(RESULT.replace(right, wrong))))
        .anyMatch(c -> c.contains(complaint));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
