import * as http from 'node:http';
import * as https from 'node:https';
import { type Outcome, runTrials, type Trial } from './trial.ts';

await runTrials(
  (trial) =>
    new Promise<Omit<Outcome, 'id'>>((resolve, reject) => {
      const client = trial.url.startsWith('https:') ? https : http;
      const request = client.request(
        trial.url,
        { method: trial.method, headers: trial.headers },
        (answer) => {
          const pieces: Buffer[] = [];
          answer.on('data', (data: Buffer) => pieces.push(data));
          answer.on('error', reject);
          answer.on('end', () => {
            const headers: Record<string, string> = {};
            for (const [name, value] of Object.entries(answer.headers)) headers[name] = String(value);
            resolve({
              status: answer.statusCode ?? 0,
              headers,
              body: Buffer.concat(pieces).toString('utf8'),
            });
          });
        },
      );
      request.on('error', reject);
      send(request, trial);
    }),
);

function send(request: http.ClientRequest, { body }: Trial): void {
  switch (body?.kind) {
    case undefined:
      request.end();
      break;
    case 'bytes':
      request.end(Buffer.from(body.base64, 'base64'));
      break;
    case 'form':
      request.setHeader('Content-Type', 'application/x-www-form-urlencoded');
      request.end(String(new URLSearchParams(body.fields)));
      break;
    case 'multipart': {
      const boundary = 'a-boundary-of-its-own';
      const parts = Object.entries(body.fields).map(
        ([name, value]) =>
          `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      );
      request.setHeader('Content-Type', `multipart/form-data; boundary=${boundary}`);
      request.end(`${parts.join('')}--${boundary}--\r\n`);
      break;
    }
    case 'chunked':
      for (const piece of body.pieces) request.write(piece);
      request.end();
  }
}
