// Words that several screens say.

export const modeWords = {
  confirm: 'Compare with the ink',
  rekey: 'Type without seeing it',
  adjudicate: 'Decide between two values',
};

export const modeHelp = {
  confirm: 'Is what stands under each picture what the paper says?',
  rekey: 'This matters for safety, so you do not see what was read. Type what the paper says.',
  adjudicate: 'What was read and what somebody typed differ. Which does the paper say?',
};

export const fewHelp = 'Few of each wait. Is what stands under each picture what the paper says?';

export const auditHelp = 'Nobody had to look at these. Type what the paper says: it measures how often carescan is wrong.';

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/// A value as it is shown: what is not simply read in words, so that nothing ever looks like something missing.
export const shownValue = (item) => (item.state === 'read' ? item.display : capital(item.display));

export const doneWords = {
  confirm: 'Confirmed', enter: 'Saved', illegible: 'Cannot be read', blank: 'Left blank', none: 'None',
};

const marks = ['checkbox', 'none_box'];
const signed = ['signature', 'initials'];
const spareKeys = '123456789abcdefghijklmnopqrstuvw';

/// What can be chosen in a field, each with its key: the option's own code where all are one letter or digit, else
/// yes and no by y and n, else numbers.
export function optionsOf(item) {
  const kind = item.kind;
  if (marks.includes(kind)) return [{ key: 'y', code: 'yes', label: 'Ticked' }, { key: 'n', code: 'no', label: 'Not ticked' }];
  if (signed.includes(kind)) return [{ key: 'y', code: 'signed', label: 'Signed' }, { key: 'n', code: 'not signed', label: 'Not signed' }];
  const options = item.options ?? [];
  const short = options.every(({ code }) => /^[a-z0-9]$/i.test(code));
  return options.map(({ code, label }, at) => ({ key: short ? code.toLowerCase() : spareKeys[at], code, label }));
}

/// "row 3" for a field in a table, nothing for others.
export function rowWords(item) {
  const row = /\[(\d+)\]/.exec(item.field);
  return row ? `row ${row[1]}` : '';
}

const stateActions = { 'cannot be read': 'illegible', 'left blank': 'blank', 'not signed': 'blank', none: 'none' };

/// How one of two values is decided for: by typing its text, or, where there is none to type, by its state. Nothing
/// where it is no value at all ("more than one mark").
export const actionFor = ({ text, display }) => (text ? ['enter', text, display] : stateActions[display] ? [stateActions[display]] : null);

export const reasonWords = (item) => (item.reasons ?? []).map(({ words }) => words).join('; ');
