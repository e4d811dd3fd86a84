// A field gets another name, and everything that names it follows: ties, rules, the FHIR mapping.

/// "obs" and "obs[*].pulse" name the field obs; "obs_notes" does not.
const named = (text, from, to) => (text === from ? to : text.startsWith(`${from}[`) ? to + text.slice(from.length) : text);

/// In {{given_names + surname | words}} the fields stand before the first bar; what stands after it are filters.
const inPlaceholders = (text, from, to) => text.replace(/\{\{([^|}]*)/g, (_, names) =>
  `{{${names.split('+').map((one) => one.replace(/\S+/, (name) => named(name, from, to))).join('+')}`);

/// Replaces texts below a node by what `rename(text, key)` makes of them; an element of a list has its list's key.
function walk(node, key, rename) {
  if (typeof node === 'string') return rename(node, key);
  if (Array.isArray(node)) return node.map((one) => walk(one, key, rename));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(Object.entries(node).map(([name, below]) => [name, walk(below, name, rename)]));
}

const ofField = ['ties', 'min_field', 'max_field'];
const ofMapping = ['for_each', 'section'];

/// Lets all of a form.json follow a field's new name, but for the field itself. Returns in how many places it was named.
export function follow(json, from, to) {
  let places = 0;
  const counted = (text, now) => {
    if (text !== now) places += 1;
    return now;
  };
  const exact = (text) => counted(text, named(text, from, to));
  const inField = (field) => {
    for (const key of ofField) if (field[key]) field[key] = exact(field[key]);
    for (const rule of field.rules ?? []) {
      for (const key of ofField) if (rule[key]) rule[key] = exact(rule[key]);
      if (rule.argument && rule.rule !== 'pattern') rule.argument = exact(rule.argument);
    }
    (field.columns ?? []).forEach(inField);
  };
  json.fields.forEach(inField);
  for (const rule of json.rules ?? []) rule.fields = walk(rule.fields, '', exact);
  if (json.fhir) json.fhir = walk(json.fhir, '', (text, key) => (ofMapping.includes(key) ? exact(text) : counted(text, inPlaceholders(text, from, to))));
  return places;
}
