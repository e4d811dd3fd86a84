// A run of very many documents, out of a small one: its documents and ledger entries again and again under new ids.
// Pictures are linked, not copied.
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const digest = (...parts) => createHash('sha256').update(parts.join(' ')).digest('hex');
const uuid = (hex) => [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');

function sources(out) {
  const folder = path.join(out, 'ledger');
  return readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.json$/.test(name)).map((name) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const documents = [...new Set(JSON.parse(text).pages.map((page) => page.document).filter(Boolean))];
    return { sha: name.slice(0, 64), text, seen: readFileSync(path.join(folder, name.replace('.json', '.seen.json')), 'utf8'), documents };
  }).filter(({ documents }) => documents.length === 1);
}

function copyDocument(from, to, rename) {
  mkdirSync(path.join(to, 'pages'), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.endsWith('.json')) writeFileSync(path.join(to, name), rename(readFileSync(path.join(from, name), 'utf8')));
  }
  for (const name of readdirSync(path.join(from, 'pages'))) linkSync(path.join(from, 'pages', name), path.join(to, 'pages', name));
}

/// Makes the run have `count` documents.
export function multiply(out, count) {
  const kinds = sources(out);
  for (let number = kinds.length; number < count; number += 1) {
    const { sha, text, seen, documents: [id] } = kinds[number % kinds.length];
    const [newSha, newId] = [digest(sha, number), uuid(digest(id, number))];
    const rename = (words) => words.replaceAll(sha, newSha).replaceAll(id, newId);
    const [from, to] = [id, newId].map((name) => path.join(out, 'documents', name));
    copyDocument(from, to, rename);
    // The ledger knows each reading by its hash.
    const [read, reread] = [from, to].map((folder) => digest(readFileSync(path.join(folder, 'reading.json'), 'utf8')));
    writeFileSync(path.join(out, 'ledger', `${newSha}.json`), rename(text).replaceAll(read, reread));
    writeFileSync(path.join(out, 'ledger', `${newSha}.seen.json`), seen);
  }
}
