'use strict';
// One line a row of the sheet: side of its squares in mm, then fields: "tick" a checkbox, "one:4" a choice of four,
// "many:6" choices, "scale:11" a scale from 0; "ring:3", "rings:5", "ringscale:11" and "acvpu:5" the same with words to ring; "sign:44x14" a signature and "initials:18x9" initials in a box of that size.
const WORDS = ('Glasses Hearing Stick Frame Chair Diet Pain Sleep Skin Falls Walks Stairs Bathing Dressing Eating Drinking ' +
  'Hoist Slings Bed Rails Alarm Teeth Shaving Nails Hair Shower Toilet Pads Catheter Stoma Oxygen Nebuliser Insulin Patches ' +
  'Creams Drops Feeding Thickener Salt Sugar Weight Wounds Fluids Turning Pillow Shoes Coat Money Letters Phone Church Garden ' +
  'Cards Music Radio Reading Knitting Visits Outings Smoking Alcohol Pets Prayer Memory Speech Mood Worry Seizures Breath').split(' ');
const made = {};
const pick = () => WORDS[made.word = ((made.word ?? -1) + 1) % WORDS.length];
const options = (kind, count) => [...Array(count).keys()]
  .map(i => kind === 'scale' ? `${i}:${i}` : `${'abcdefgh'[i]}:${count > 5 ? pick() : count > 3 ? 'Yes No Part Help None'.split(' ')[i] : ['Yes', 'No', 'Not sure'][i]}`).join('|');
const BUILDERS = {
  tick: () => ({kind: 'checkbox', label: pick()}),
  one: count => ({kind: 'choice', label: `${pick()}?`, options: options('choice', Number(count))}),
  many: count => ({kind: 'choices', label: `${pick()}: all that apply`, options: options('choices', Number(count))}),
  scale: count => ({kind: 'scale', label: `${pick()}, from 0`, options: options('scale', Number(count))}),
  ring: count => ({...BUILDERS.one(count), mark: 'ring'}),
  rings: count => ({...BUILDERS.many(count), mark: 'ring'}),
  ringscale: count => ({...BUILDERS.scale(count), mark: 'ring'}),
  acvpu: () => ({kind: 'choice', label: `${pick()}: alert?`, options: 'A:A|C:C|V:V|P:P|U:U', mark: 'ring'}),
  sign: () => ({kind: 'signature', label: 'Signature'}),
  initials: () => ({kind: 'initials', label: 'Initials'}),
};
for (const row of ROWS) {
  const line = Object.assign(document.createElement('div'), {className: row[1].includes('tick') ? 'row tight' : 'row'});
  for (const word of row[1].split(' ')) {
    const [name, argument] = word.split(':');
    made[name] = (made[name] ?? 0) + 1;
    const field = document.createElement('div');
    Object.assign(field.dataset, {field: `${name}_n${made[name]}`}, BUILDERS[name](argument));
    if (row[0]) field.dataset.square = row[0];
    if (name === 'tick' || row[1].split(' ').length > 1 && row[0]) field.classList.add('grow');
    if (row[0] && argument) field.style.flexGrow = argument;
    if (!row[0]) [field.dataset.width, field.dataset.height] = argument.split('x');
    if (/many|scale|rings/.test(name) && row[1] === word) field.classList.add('grow');
    line.append(field);
  }
  document.getElementById('sheet').append(line);
}
