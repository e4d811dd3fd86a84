// A run of carescan to review: forms painted, read, and their truth; and the review server over it.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(process.env.CARESCAN_ROOT ?? path.join(import.meta.dirname, '../..'));
export const carescan = process.env.CARESCAN ?? path.join(root, 'build/release/carescan');

function ran(...args) {
  const done = spawnSync(carescan, args, { encoding: 'utf8' });
  if (done.status !== 0 && done.status !== 3) throw new Error(`carescan ${args[0]} ended with ${done.status}: ${done.stderr}`);
  return done;
}

/// Paints filled forms into a folder: `piles` is [{form, count, seed}].
export function makeScans(scans, piles) {
  for (const { form, count, seed } of piles) ran('synth', path.join(root, 'templates', form), '--count', String(count), '--seed', String(seed), '--out', scans);
}

/// Paints and reads forms: `piles` is [{form, count, seed}]. Returns the folder of the run.
export function makeRun(folder, piles) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const scans = path.join(folder, 'scans');
  makeScans(scans, piles);
  ran('read', scans, '--out', path.join(folder, 'out'), '--quiet');
  return path.join(folder, 'out');
}

/// Adds to a run a page that is of no form, and a paper of the run scanned a second time on another machine.
export function addOddPages(out, { form, seed }) {
  const more = path.join(out, '../more');
  ran('synth', path.join(root, 'templates', form), '--count', '1', '--seed', String(seed), '--scanner', 'copier', '--out', more);
  cpSync(path.join(root, 'docs/pictures/review-home.png'), path.join(more, 'letter.png'));
  ran('read', more, '--out', out, '--quiet');
}

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

export function records(out) {
  const folder = path.join(out, 'documents');
  return readdirSync(folder).map((id) => readJson(path.join(folder, id, 'record.json')));
}

/// What the paper says, as whoever filled it in would: by document id, then field.
export function truths(out) {
  const scans = path.join(out, '../scans');
  const painted = readdirSync(scans).filter((name) => name.endsWith('.truth.json')).map((name) => ({ ...readJson(path.join(scans, name)), name: name.replace('.truth.json', '') }));
  const truthOf = (file) => painted.find(({ name }) => file.startsWith(`${name}.`) || file.startsWith(`${name}/`)).documents[0].fields;
  return new Map(records(out).map(({ document }) => [document.id, truthOf(document.pages[0].source.file)]));
}

/// The review server; `start` resolves once it has printed its link.
export class Review {
  constructor(out, port = 0) {
    this.out = out;
    this.port = port;
    this.notes = '';
  }

  spawn() {
    return spawn(carescan, ['review', this.out, '--no-browser', '--reviewer', 'Ada Marsh', '--port', String(this.port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  }

  start() {
    this.process = this.spawn();
    this.process.stderr.on('data', (bytes) => { this.notes += bytes; });
    process.once('exit', () => this.process.kill('SIGKILL'));
    this.ended = new Promise((resolve) => { this.process.on('exit', resolve); });
    return new Promise((resolve, reject) => {
      let said = '';
      this.process.stdout.on('data', (bytes) => {
        said += bytes;
        const link = /http:\/\/127\.0\.0\.1:(\d+)\/sign-in\?token=\w+/.exec(said);
        if (!link) return;
        [this.link, this.port] = [link[0], Number(link[1])];
        this.url = `http://127.0.0.1:${this.port}`;
        resolve(this);
      });
      this.ended.then((code) => reject(new Error(`carescan ended with ${code}: ${this.notes}`)));
    });
  }

  /// As a power cut would.
  kill() {
    this.process.kill('SIGKILL');
    return this.ended;
  }

  /// As Ctrl-C does; everything is on disk afterwards.
  end() {
    this.process.kill('SIGINT');
    return this.ended;
  }
}
