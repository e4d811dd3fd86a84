package carescan;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.Questionnaire;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.UriType;

/**
 * Runs HL7's validator, as HAPI ships it, over every resource (*.json) below a folder. Beside R4 it knows the
 * definitions (*.json) in the other folders (UK Core, carescan's own) and the Questionnaires in the first.
 *
 * <p>Usage: Conformance RESOURCES DEFINITIONS... Prints each error, warnings by kind with how often they came, and last
 * "N passed, N failed", counted in files; one with an error has failed. Exit status 1 if one has, or if there was none.
 */
public final class Conformance {
  private final FhirContext context = FhirContext.forR4();
  private final FhirValidator validator = context.newValidator();
  private final Map<String, Integer> warnings = new TreeMap<>();
  private boolean ukCoreKnown = false; // without it claimed profiles are warnings

  /** Profiles and terminology as HAPI keeps them, and Questionnaires, which it does not. */
  private static final class Loaded extends PrePopulatedValidationSupport {
    private final Map<String, IBaseResource> questionnaires = new HashMap<>();

    Loaded(FhirContext context) {
      super(context);
    }

    @Override
    public void addResource(IBaseResource resource) {
      if (resource instanceof Questionnaire one)
        questionnaires.put(one.getUrl() + "|" + one.getVersion(), one);
      else super.addResource(resource);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends IBaseResource> T fetchResource(Class<T> type, String url) {
      IBaseResource questionnaire = questionnaires.get(url);
      return questionnaire != null ? (T) questionnaire : super.fetchResource(type, url);
    }
  }

  private Conformance(List<Path> definitions) throws IOException {
    PrePopulatedValidationSupport loaded = new Loaded(context);
    for (Path folder : definitions)
      for (Path file : jsonFiles(folder)) add(loaded, file);
    IValidationSupport chain =
        new ValidationSupportChain(
            loaded,
            new DefaultProfileValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new SnapshotGeneratingValidationSupport(context));
    FhirInstanceValidator instance = new FhirInstanceValidator(chain);
    instance.setAnyExtensionsAllowed(false);
    instance.setErrorForUnknownProfiles(ukCoreKnown);
    validator.registerValidatorModule(instance);
  }

  private void add(PrePopulatedValidationSupport loaded, Path file) throws IOException {
    IBaseResource resource = context.newJsonParser().parseResource(Files.readString(file));
    if (resource instanceof Bundle) return;
    if (resource instanceof StructureDefinition profile) {
      nameSystems(profile);
      ukCoreKnown = ukCoreKnown || profile.getUrl().startsWith("https://fhir.hl7.org.uk/");
    }
    loaded.addResource(resource);
  }

  /**
   * UK Core's blood pressure slices the codings of each component by system, without saying again which system: that
   * stands with the slices of all components. Generators of snapshots do not join the two; here it is said again.
   */
  private static void nameSystems(StructureDefinition profile) {
    Map<String, String> systems = Map.of(":loinc", "http://loinc.org", ":snomedCT", "http://snomed.info/sct");
    List<ElementDefinition> elements = profile.getDifferential().getElement();
    for (int i = elements.size() - 1; i >= 0; i--) {
      String id = elements.get(i).getId();
      if (!id.contains(".component:")) continue;
      for (Map.Entry<String, String> slice : systems.entrySet()) {
        if (!id.endsWith(".coding" + slice.getKey())) continue;
        ElementDefinition system = new ElementDefinition().setPath(elements.get(i).getPath() + ".system");
        system.setId(id + ".system");
        elements.add(i + 1, system.setFixed(new UriType(slice.getValue())));
      }
    }
  }

  private static List<Path> jsonFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(files.filter(f -> f.toString().endsWith(".json")).sorted().toList());
    }
  }

  /** Where in a bundle, without the number of its entry: what is said of each of ten rows is one kind of warning. */
  private static String kind(SingleValidationMessage message) {
    String where = String.valueOf(message.getLocationString()).replaceAll("\\[\\d+\\]", "[]");
    String what = message.getMessage().replaceAll("[0-9a-f-]{36}|@[0-9a-f]{6,8}", "…");
    return where.replaceAll("/\\*([A-Za-z]*)[^*]*\\*/", "($1)") + ": " + what;
  }

  /** What HAPI calls an error and R4 does not: this binding is preferred, and all of BCP 47 is allowed beside it. */
  private static boolean isPreferred(SingleValidationMessage message) {
    return message.getMessage().endsWith("is not in valueset: http://hl7.org/fhir/ValueSet/languages");
  }

  private boolean passes(Path bundle) throws IOException {
    boolean good = true;
    for (SingleValidationMessage message :
        validator.validateWithResult(Files.readString(bundle)).getMessages()) {
      if (message.getSeverity() == ResultSeverityEnum.INFORMATION) continue;
      if (message.getSeverity() == ResultSeverityEnum.WARNING || isPreferred(message)) {
        warnings.merge(kind(message), 1, Integer::sum);
        continue;
      }
      good = false;
      System.out.println(
          bundle + ": " + message.getLocationString() + ": " + message.getMessage());
    }
    return good;
  }

  public static void main(String[] arguments) throws IOException {
    List<Path> folders = Stream.of(arguments).map(Path::of).toList();
    Conformance conformance = new Conformance(folders);
    int passed = 0;
    int failed = 0;
    for (Path bundle : jsonFiles(folders.get(0))) {
      if (bundle.endsWith("questionnaire.json")) continue; // holds templates of resources, which are not valid as such
      if (conformance.passes(bundle)) passed++;
      else failed++;
    }
    conformance.warnings.forEach((kind, times) -> System.out.println("warning, " + times + " times: " + kind));
    System.out.println(passed + " passed, " + failed + " failed");
    System.exit(failed > 0 || passed == 0 ? 1 : 0);
  }
}
