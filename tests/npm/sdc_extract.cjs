// Does an SDC engine that is not ours get out of our QuestionnaireResponses what our bundles hold?
// node sdc_extract.cjs BUNDLES: for each form that sample_bundles wrote, extracts from the reviewed response by the
// form's Questionnaire and compares with the resources of the bundle. Prints a line a form and "N passed, N failed".
const fs = require('fs');
const path = require('path');
const { inAppExtract } = require('@aehrc/sdc-template-extract');

// What only the program knows, and a response does not hold: identity, references to other resources, what it says of
// its own work, and status (docs/output-format.md, "Questionnaire").
const ours = new Set(['id', 'meta', 'status', 'lifecycleStatus', 'reference', 'communication']);
const oursAtTop = new Set(['text', 'subject', 'patient']);
const verification = 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus';

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** Without what is ours, and without what is empty then. Of a moment the day alone: FHIRPath has no British clocks. */
function comparable(node, name = '', top = true) {
  if (Array.isArray(node)) {
    const items = node.map((item) => comparable(item, name, false)).filter((item) => item !== undefined);
    return items.length ? items : undefined;
  }
  if (name.endsWith('DateTime') && typeof node === 'string') return node.slice(0, 10);
  if (node === null || typeof node !== 'object') return node;
  if (node.url === verification || node.system === 'urn:ietf:rfc:3986') return undefined;
  const kept = Object.entries(node)
    .filter(([member]) => !ours.has(member) && !member.startsWith('_') && !(top && oursAtTop.has(member)))
    .map(([member, value]) => [member, comparable(value, member, false)])
    .filter(([, value]) => value !== undefined);
  return kept.length ? Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))) : undefined;
}

const key = (resource) => JSON.stringify(comparable(resource));

/** A template leaves its constants behind where nothing was answered: those say nothing of the person. */
function expected(bundle) {
  const types = new Set(['Bundle', 'Composition', 'Organization', 'Device', 'DocumentReference', 'QuestionnaireResponse',
    'Provenance', 'List']);
  return bundle.entry.map((entry) => entry.resource).filter((resource) => !types.has(resource.resourceType));
}

async function check(folder, what) {
  const bundle = read(path.join(folder, `${what}.collection.json`));
  const questionnaire = read(path.join(folder, 'questionnaire.json'));
  const response = bundle.entry.map((e) => e.resource).find((r) => r.resourceType === 'QuestionnaireResponse');
  const { extractResult } = await inAppExtract(response, questionnaire);
  const extracted = (extractResult.extractedBundle?.entry ?? []).map((entry) => entry.resource);
  const left = extracted.map(key);
  const missing = [];
  for (const resource of expected(bundle)) {
    const at = left.indexOf(key(resource));
    if (at < 0) missing.push(resource);
    else left.splice(at, 1);
  }
  return { wanted: expected(bundle).length, missing, left };
}

(async () => {
  const root = process.argv[2];
  let passed = 0, failed = 0;
  const forms = fs.readdirSync(root).sort();
  for (const [form, what] of forms.flatMap((form) => [[form, 'reviewed'], [form, 'filled-reviewed']])) {
    const { wanted, missing, left } = await check(path.join(root, form), what);
    console.log(`${form}, ${what}: ${wanted - missing.length} of ${wanted} resources extracted alike, ${left.length} more`);
    for (const resource of missing.slice(0, 3)) console.log('  ours only:   ' + key(resource));
    for (const other of missing.length ? left.slice(0, 3) : []) console.log('  theirs only: ' + other);
    if (missing.length) failed++; else passed++;
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
