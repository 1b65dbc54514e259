package org.commonwatt.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.core.planted.ClockInTheCore;
import org.commonwatt.core.planted.EngineInTheCore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The product keeps its module rules, and the guards bite. */
class ModuleRulesTest {
  private static JavaClasses product;

  @BeforeAll
  static void readTheProduct() {
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.commonwatt");
  }

  static Stream<ArchRule> rules() {
    return ModuleRules.ALL.stream();
  }

  static Stream<ModuleRules.Part> parts() {
    return ModuleRules.PARTS.stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theProductKeeps(ArchRule rule) {
    rule.check(product);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void aPartSeesOnlyWhatItsRuleNames(ModuleRules.Part part) {
    ModuleRules.seesOnlyWhatItMay(part).check(product);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void everyPartHasClasses(ModuleRules.Part part) {
    String prefix = part.packages().replace("..", "");
    assertThat(product.stream().filter(type -> type.getPackageName().startsWith(prefix)))
        .as("a rule about nothing guards nothing")
        .isNotEmpty();
  }

  @Test
  void aClockPlantedInTheCoreIsFound() {
    assertBites(ModuleRules.CORE_READS_NO_CLOCK, "Instant.now()");
  }

  @Test
  void aFilePlantedInTheCoreIsFound() {
    assertBites(ModuleRules.CORE_DOES_NO_IO, "java.io.File");
  }

  @Test
  void aDoublePlantedInTheCoreIsFound() {
    assertBites(ModuleRules.NO_FLOATING_POINT_FIELDS, "price");
  }

  @Test
  void anEnginePlantedInTheCoreIsFound() {
    ModuleRules.Part core =
        ModuleRules.PARTS.stream()
            .filter(part -> part.packages().equals("org.commonwatt.core.."))
            .findFirst()
            .orElseThrow();
    JavaClasses planted = new ClassFileImporter().importClasses(EngineInTheCore.class);
    assertThatThrownBy(() -> ModuleRules.seesOnlyWhatItMay(core).check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("MarketStatus");
  }

  @Test
  void everyPackageBelongsToAPartWithARule() {
    List<JavaClass> strangers =
        product.stream()
            .filter(type -> !type.getPackageName().startsWith("org.commonwatt.cli"))
            .filter(type -> ModuleRules.PARTS.stream().noneMatch(part -> part.has(type)))
            .toList();
    assertThat(strangers).isEmpty();
  }

  private static void assertBites(ArchRule rule, String finding) {
    JavaClasses planted = new ClassFileImporter().importClasses(ClockInTheCore.class);
    assertThatThrownBy(() -> rule.check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(finding);
  }
}
