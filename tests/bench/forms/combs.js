'use strict';
// One line a row of the sheet: what stands in it, and how the cells are drawn: "width x height" in mm, joined unless
// said. Two fields in three are required, so that most are filled and some are left empty.
const KINDS = {
  nhs: {kind: 'nhs_number', label: 'NHS number', cells: '3-3-4'},
  date: {kind: 'date', label: 'Date', cells: '2-2-4'},
  day: {kind: 'date', label: 'Date, short', cells: '2-2-2', layout: 'DDMMYY'},
  postcode: {kind: 'postcode', label: 'Postcode', cells: '4-3'},
  postcode_joined: {kind: 'postcode', label: 'Postcode', cells: '7'},
  phone: {kind: 'phone', label: 'Phone', cells: '11'},
  phone_parted: {kind: 'phone', label: 'Phone', cells: '5-6'},
  whole: {kind: 'number', label: 'Number', cells: '3'},
  pair: {kind: 'number', label: 'No.', cells: '2'},
  four: {kind: 'number', label: 'Number', cells: '4'},
  weight: {kind: 'number', label: 'Weight', cells: '3.1', unit: 'kg'},
  dose: {kind: 'number', label: 'Dose', cells: '2.1', unit: 'mL'},
  price: {kind: 'number', label: 'Figure', cells: '3.2'},
  surname: {kind: 'comb', label: 'Surname', alphabet: 'capitals', lexicon: 'surnames'},
  given: {kind: 'comb', label: 'Given name', alphabet: 'capitals', lexicon: 'given-names'},
  town: {kind: 'comb', label: 'Town', alphabet: 'capitals', lexicon: 'towns'},
  medicine: {kind: 'comb', label: 'Medicine', alphabet: 'capitals', lexicon: 'medicines'},
  code: {kind: 'comb', label: 'Code', alphabet: 'alphanumeric'},
};
// A word of its own for each field, as forms have: a sheet of one label over and over is not a form that can be told from
// itself moved by a row.
const WORDS = ('Resident Spouse Carer Brother Sister Daughter Nephew Niece Cousin Friend Doctor Nurse Dentist Chemist Ward Clinic ' +
  'Hospital Hospice School Office Landlord Tenant Witness Notary Advocate Driver Cook Gardener Porter Warden Bishop Rabbi ' +
  'Imam Vicar Police Council Bank Pension Visitor Manager Owner Agency Keyholder Optician Podiatry Dietician Therapist ' +
  'Chapel Library Museum Market Bakery Laundry Garage Station Airport Harbour Bridge Castle Forest').split(' ');
let count = 0;
const made = {};
for (const row of ROWS) {
  const [cell, frame] = row[0].split(' ');
  const line = Object.assign(document.createElement('div'), {className: 'row tight'});
  for (const word of row[1].split(' ')) {
    const [named, cells] = word.split(':'), name = named.replace('*', '');
    const any = named.endsWith('*');
    const number = made[named] = (made[named] ?? 0) + 1;
    const field = document.createElement('div');
    Object.assign(field.dataset, {field: `${any ? 'small_' : ''}${name}_n${number}`, cell, frame}, KINDS[name]);
    if (cells) field.dataset.cells = cells;
    if (any) Object.assign(field.dataset, {alphabet: 'letters', label: KINDS[name].label + ', small letters'});
    const label = field.dataset.label, wide = !/number/.test(field.dataset.kind) || name === 'nhs';
    field.dataset.print = wide ? `${WORDS[count]}: ${label.toLowerCase().replace('nhs', 'NHS')}` : WORDS[count];
    if (++count % 3) field.dataset.required = '';
    line.append(field);
  }
  document.getElementById('sheet').append(line);
}
