import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseAnswer, runTrials, type Trial } from './trial.ts';

const file = path.join(os.tmpdir(), `wget-body-${process.pid}`);

await runTrials(async (trial) => {
  const fields = Object.entries(trial.headers).map(([name, value]) => `--header=${name}: ${value}`);
  const options = ['-S', '-q', '-O', '-', '--content-on-error', '--tries=1', `--method=${trial.method}`];
  const command = [...options, ...fields, ...bodyOptions(trial), trial.url];
  const { stdout, stderr } = spawnSync('wget', command, { encoding: 'latin1' });
  const answer = parseAnswer(stderr, stdout);
  if (answer.status === 0) throw new Error(`wget: ${stderr}`);
  return answer;
});
fs.rmSync(file, { force: true });

function bodyOptions({ body }: Trial): string[] {
  if (body === undefined) return [];
  if (body.kind === 'bytes') {
    fs.writeFileSync(file, Buffer.from(body.base64, 'base64'));
    return [`--body-file=${file}`];
  }
  if (body.kind !== 'form') throw new Error(`wget cannot send ${body.kind}`);
  return [`--body-data=${new URLSearchParams(body.fields)}`];
}
