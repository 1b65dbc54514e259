package org.commonwatt.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** The module rules of ARCHITECTURE.md, executable. */
final class ModuleRules {
  private static final String[] EXACT = {
    "org.commonwatt.model..", "org.commonwatt.battery.life..", "org.commonwatt.core.."
  };

  private ModuleRules() {}

  /** What each part may see of the others; a part not named as a value is forbidden to it. */
  record Part(String packages, List<String> maySee) {
    boolean has(JavaClass type) {
      return JavaClass.Predicates.resideInAPackage(packages).test(type);
    }
  }

  static final List<Part> PARTS =
      List.of(
          new Part("org.commonwatt.model..", List.of()),
          new Part("org.commonwatt.battery..", List.of("org.commonwatt.model..")),
          new Part("org.commonwatt.core..", List.of("org.commonwatt.model..")),
          new Part("org.commonwatt.log", List.of()),
          new Part("org.commonwatt.log.seal..", List.of("org.commonwatt.model..")),
          new Part("org.commonwatt.log.sign..", List.of("org.commonwatt.model..")),
          new Part(
              "org.commonwatt.log.codec..",
              List.of(
                  "org.commonwatt.model..",
                  "org.commonwatt.log.seal..",
                  "org.commonwatt.log.sign..")),
          new Part(
              "org.commonwatt.log.kafka..",
              List.of(
                  "org.commonwatt.model..",
                  "org.commonwatt.log",
                  "org.commonwatt.log.codec..",
                  "org.commonwatt.log.seal..")),
          new Part(
              "org.commonwatt.chaincode..",
              List.of("org.commonwatt.model..", "org.commonwatt.battery..")),
          new Part(
              "org.commonwatt.ledger",
              List.of("org.commonwatt.model..", "org.commonwatt.battery..")),
          new Part(
              "org.commonwatt.ledger.memory..",
              List.of(
                  "org.commonwatt.model..",
                  "org.commonwatt.ledger",
                  "org.commonwatt.chaincode..rules..")),
          new Part(
              "org.commonwatt.ledger.embedded..",
              List.of(
                  "org.commonwatt.model..", "org.commonwatt.ledger", "org.commonwatt.chaincode..")),
          new Part(
              "org.commonwatt.ledger.fabric..",
              List.of("org.commonwatt.model..", "org.commonwatt.ledger")),
          new Part("org.commonwatt.fabric.network..", List.of()),
          new Part("org.commonwatt.identity..", List.of("org.commonwatt.model..")),
          new Part(
              "org.commonwatt.testkit..",
              List.of(
                  "org.commonwatt.model..",
                  "org.commonwatt.battery..",
                  "org.commonwatt.log",
                  "org.commonwatt.ledger")),
          new Part(
              "org.commonwatt.ingest..", List.of("org.commonwatt.model..", "org.commonwatt.log..")),
          new Part(
              "org.commonwatt.flink..",
              List.of(
                  "org.commonwatt.model..",
                  "org.commonwatt.log.codec..",
                  "org.commonwatt.log.seal..",
                  "org.commonwatt.log.sign..")),
          new Part(
              "org.commonwatt.engine..",
              List.of(
                  "org.commonwatt.model..",
                  "org.commonwatt.battery..",
                  "org.commonwatt.core..",
                  "org.commonwatt.log..",
                  "org.commonwatt.identity..",
                  "org.commonwatt.ledger")),
          new Part(
              "org.commonwatt.simulation..",
              List.of(
                  "org.commonwatt.model..",
                  "org.commonwatt.core..",
                  "org.commonwatt.log",
                  "org.commonwatt.log.codec..",
                  "org.commonwatt.log.seal..",
                  "org.commonwatt.ledger",
                  "org.commonwatt.ledger.memory..",
                  "org.commonwatt.engine..")),
          new Part(
              "org.commonwatt.audit..",
              List.of(
                  "org.commonwatt.model..",
                  "org.commonwatt.log.codec..",
                  "org.commonwatt.log.seal..",
                  "org.commonwatt.ledger")));

  /** A part depends on nothing of ours but what its rule names. */
  static ArchRule seesOnlyWhatItMay(Part part) {
    DescribedPredicate<JavaClass> forbidden =
        JavaClass.Predicates.resideInAPackage("org.commonwatt..")
            .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(part.packages())))
            .and(
                DescribedPredicate.not(
                    JavaClass.Predicates.resideInAnyPackage(part.maySee().toArray(String[]::new))));
    return noClasses()
        .that()
        .resideInAPackage(part.packages())
        .should()
        .dependOnClassesThat(forbidden)
        .as(part.packages() + " sees only " + part.maySee());
  }

  static final ArchRule CORE_READS_NO_CLOCK =
      noClasses()
          .that()
          .resideInAnyPackage(EXACT)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, Random.class, Thread.class)
          .as("the core knows no clock, random or thread");

  /** Bytes in memory are not I/O. */
  private static final DescribedPredicate<JavaClass> INPUT_OR_OUTPUT =
      JavaClass.Predicates.resideInAnyPackage(
              "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
          .and(
              DescribedPredicate.not(
                  JavaClass.Predicates.belongToAnyOf(ByteArrayOutputStream.class)));

  static final ArchRule CORE_DOES_NO_IO =
      noClasses()
          .that()
          .resideInAnyPackage(EXACT)
          .should()
          .dependOnClassesThat(INPUT_OR_OUTPUT)
          .as("the core does no I/O");

  static final ArchRule CORE_KNOWS_NO_FRAMEWORK =
      noClasses()
          .that()
          .resideInAnyPackage(EXACT)
          .should()
          .dependOnClassesThat(
              DescribedPredicate.not(
                  JavaClass.Predicates.resideInAnyPackage(
                      "java..", "javax.crypto..", "org.commonwatt..", "org.jspecify..")))
          .as("the core uses the JDK and nothing else");

  static final ArchRule NO_FLOATING_POINT_FIELDS =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(
              "org.commonwatt.model..",
              "org.commonwatt.battery..",
              "org.commonwatt.core..",
              "org.commonwatt.chaincode..")
          .should()
          .haveRawType(double.class)
          .orShould()
          .haveRawType(float.class)
          .as("no floating point in energy, price or money: fields");

  static final ArchRule NO_FLOATING_POINT_RESULTS =
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(
              "org.commonwatt.model..",
              "org.commonwatt.battery..",
              "org.commonwatt.core..",
              "org.commonwatt.chaincode..")
          .should()
          .haveRawReturnType(double.class)
          .orShould()
          .haveRawReturnType(float.class)
          .as("no floating point in energy, price or money: results");

  static final ArchRule ONLY_MAINS_READ_THE_WALL_CLOCK =
      noClasses()
          .that()
          .resideInAPackage("org.commonwatt..")
          .and()
          .resideOutsideOfPackages("org.commonwatt.cli..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .as(
              "an injected InstantSource tells the time; only the command line reads the wall clock");

  static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS =
      noClasses()
          .that()
          .resideInAPackage("org.commonwatt..")
          .and()
          .resideOutsideOfPackages("org.commonwatt.cli..", "org.commonwatt.log.kafka.broker..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .as("only the command line and the main of the child broker print");

  static final ArchRule CHAINCODE_RULES_KNOW_NO_FABRIC =
      noClasses()
          .that()
          .resideInAPackage("org.commonwatt.chaincode..rules..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.hyperledger..")
          .as("the chaincode's rules know no Fabric type");

  static final List<ArchRule> ALL =
      List.of(
          CORE_READS_NO_CLOCK,
          CORE_DOES_NO_IO,
          CORE_KNOWS_NO_FRAMEWORK,
          NO_FLOATING_POINT_FIELDS,
          NO_FLOATING_POINT_RESULTS,
          ONLY_MAINS_READ_THE_WALL_CLOCK,
          ONLY_THE_COMMAND_LINE_PRINTS,
          CHAINCODE_RULES_KNOW_NO_FABRIC);
}
