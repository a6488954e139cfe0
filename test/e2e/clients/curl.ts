import { spawnSync } from 'node:child_process';
import { parseAnswer, runTrials, type Trial } from './trial.ts';

await runTrials(async (trial) => {
  const { args, input } = bodyOptions(trial);
  const fields = Object.entries(trial.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const command = [
    '-sS',
    '--globoff',
    '-X',
    trial.method,
    '-i',
    '--suppress-connect-headers',
    ...fields,
    ...args,
    trial.url,
  ];
  const { stdout, stderr, status } = spawnSync('curl', command, { input, encoding: 'latin1' });
  if (status !== 0) throw new Error(`curl ended with ${status}: ${stderr}`);
  const heads = /^(?:HTTP\/1\.1 .*\r\n(?:.+\r\n)*\r\n)+/.exec(stdout)?.[0] ?? '';
  return parseAnswer(heads, stdout.slice(heads.length));
});

function bodyOptions({ body }: Trial): { args: string[]; input: Buffer } {
  const none = Buffer.alloc(0);
  if (body === undefined) return { args: [], input: none };
  switch (body.kind) {
    case 'bytes':
      return { args: ['--data-binary', '@-'], input: Buffer.from(body.base64, 'base64') };
    case 'chunked': {
      const args = ['-H', 'Transfer-Encoding: chunked', '-T', '-'];
      return { args, input: Buffer.from(body.pieces.join('')) };
    }
    default: {
      const option = body.kind === 'form' ? '--data-urlencode' : '--form-string';
      const args = Object.entries(body.fields).flatMap(([name, value]) => [option, `${name}=${value}`]);
      return { args, input: none };
    }
  }
}
