package io.catalytic;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The rooms and the arrows between them, as the package pages describe them. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.catalytic");

  @Test
  void arrowsRunOneWay() {
    ArchRule rule =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("digest")
            .definedBy("io.catalytic.digest..")
            .layer("tokens")
            .definedBy("io.catalytic.tokens..")
            .layer("schema")
            .definedBy("io.catalytic.schema..")
            .layer("store")
            .definedBy("io.catalytic.store..")
            .layer("context")
            .definedBy("io.catalytic.context..")
            .layer("merkle")
            .definedBy("io.catalytic.merkle..")
            .layer("domain")
            .definedBy("io.catalytic.domain..")
            .layer("restore")
            .definedBy("io.catalytic.restore..")
            .layer("exec")
            .definedBy("io.catalytic.exec..")
            .layer("model")
            .definedBy("io.catalytic.model..")
            .layer("instruction")
            .definedBy("io.catalytic.instruction..")
            .layer("format")
            .definedBy("io.catalytic.format..")
            .layer("extract")
            .definedBy("io.catalytic.extract..")
            .layer("selection")
            .definedBy("io.catalytic.selection..")
            .layer("memo")
            .definedBy("io.catalytic.memo..")
            .layer("job")
            .definedBy("io.catalytic.job..")
            .layer("run")
            .definedBy("io.catalytic.run..")
            .layer("pipeline")
            .definedBy("io.catalytic.pipeline..")
            .layer("cli")
            .definedBy("io.catalytic.cli..")
            .whereLayer("digest")
            .mayNotAccessAnyLayer()
            .whereLayer("tokens")
            .mayNotAccessAnyLayer()
            .whereLayer("schema")
            .mayOnlyAccessLayers("digest")
            .whereLayer("store")
            .mayOnlyAccessLayers("digest")
            .whereLayer("context")
            .mayOnlyAccessLayers("digest", "store", "tokens")
            .whereLayer("merkle")
            .mayOnlyAccessLayers("digest")
            .whereLayer("domain")
            .mayOnlyAccessLayers("digest", "merkle", "store")
            .whereLayer("restore")
            .mayOnlyAccessLayers("digest", "merkle", "domain", "store")
            .whereLayer("exec")
            .mayOnlyAccessLayers("digest", "merkle", "domain", "store", "restore", "selection")
            .whereLayer("model")
            .mayOnlyAccessLayers("digest")
            .whereLayer("instruction")
            .mayOnlyAccessLayers("digest", "tokens", "schema", "model")
            .whereLayer("format")
            .mayOnlyAccessLayers("digest", "schema")
            .whereLayer("extract")
            .mayOnlyAccessLayers("digest", "model", "instruction", "format")
            .whereLayer("selection")
            .mayOnlyAccessLayers("digest")
            .whereLayer("memo")
            .mayOnlyAccessLayers("digest", "store", "model", "instruction")
            .whereLayer("job")
            .mayOnlyAccessLayers(
                "digest", "schema", "store", "model", "instruction", "memo", "selection")
            .whereLayer("run")
            .mayOnlyAccessLayers(
                "digest", "tokens", "schema", "store", "merkle", "domain", "model", "instruction")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("pipeline")
            .mayOnlyBeAccessedByLayers("cli")
            .because(
                "a room can be understood, tested and replaced by knowing those below it only");
    rule.check(CLASSES);
  }

  @Test
  void roomsHaveNoCycles() {
    ArchRule rule = slices().matching("io.catalytic.(*)..").should().beFreeOfCycles();
    rule.check(CLASSES);
  }

  @Test
  void onlyThePipelineAndTheRemoteStoreKnowBeam() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackages("io.catalytic.pipeline..", "io.catalytic.store.remote..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.beam..")
            .because(
                "commands that need no Beam start in a fraction of the time, and the rest is"
                    + " tested without a runner");
    rule.check(CLASSES);
  }

  @Test
  void onlyItsRoomKnowsFlink() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage("io.catalytic.pipeline.flink..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.beam.runners.flink..")
            .because("Flink is not there but for a run on it");
    rule.check(CLASSES);
  }

  @Test
  void onlyTheClassesOfHdfsKnowHadoop() {
    ArchRule rule =
        noClasses()
            .that()
            .haveNameNotMatching("io\\.catalytic\\.store\\.remote\\.Hdfs.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hadoop..")
            .because("Hadoop's client is loaded with the first store on HDFS, and by nothing else");
    rule.check(CLASSES);
  }

  @Test
  void onlyTheClassesOfGoogleCloudStorageKnowItsClient() {
    ArchRule rule =
        noClasses()
            .that()
            .haveNameNotMatching("io\\.catalytic\\.store\\.remote\\.Gcs.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.api..", "com.google.auth..")
            .because("it is loaded with the first store on gs://, and by nothing else");
    rule.check(CLASSES);
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage("io.catalytic.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because("there will be other faces than the command line");
    rule.check(CLASSES);
  }

  @Test
  void onlyTheSchemaRoomKnowsTheValidator() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage("io.catalytic.schema..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.networknt..")
            .because("what is wrong with a value is said in one way, at its place, in one order");
    rule.check(CLASSES);
  }

  @Test
  void onlyTheExtractorKnowsTreeSitter() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage("io.catalytic.extract..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.treesitter..")
            .because("native memory is let go in one place");
    rule.check(CLASSES);
  }

  @Test
  void onlyPacksKnowZstd() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage("io.catalytic.store.pack..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.luben..")
            .because("compressed bytes are named and checked as the plain ones they stand for");
    rule.check(CLASSES);
  }

  @Test
  void theSystemIsCalledInFewPlaces() {
    ArchRule rule =
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.catalytic.domain.NativeFiles")
            .and()
            .doNotHaveFullyQualifiedName("io.catalytic.domain.Handle")
            .and()
            .doNotHaveFullyQualifiedName("io.catalytic.exec.NativeProcesses")
            .and()
            .doNotHaveFullyQualifiedName("io.catalytic.exec.Orphans")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..")
            .because("descriptors are opened, checked and closed in one place");
    rule.check(CLASSES);
  }

  @Test
  void nothingIsPrintedOutsideTheCommandLine() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage("io.catalytic.cli..")
            .and()
            .doNotHaveFullyQualifiedName("io.catalytic.extract.ParserMain")
            .should(ACCESS_STANDARD_STREAMS)
            .orShould()
            .callMethodWhere(target(name("printStackTrace")))
            .because(
                "a library that prints breaks the output of whoever calls it; ParserMain is the"
                    + " main class of a process of its own, whose standard streams are its wire");
    rule.check(CLASSES);
  }

  @Test
  void namesSayWhatThingsAre() {
    ArchRule rule =
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .because("such a name says that nobody knew what the class is");
    rule.check(CLASSES);
  }
}
