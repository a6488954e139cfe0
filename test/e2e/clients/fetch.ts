import { runTrials, type Trial } from './trial.ts';

await runTrials(async (trial) => {
  const response = await fetch(trial.url, {
    method: trial.method,
    headers: trial.headers,
    ...bodyOf(trial),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
});

function bodyOf({ body }: Trial): RequestInit & { duplex?: 'half' } {
  switch (body?.kind) {
    case undefined:
      return {};
    case 'bytes':
      return { body: Buffer.from(body.base64, 'base64') };
    case 'form':
      return { body: new URLSearchParams(body.fields) };
    case 'multipart': {
      const form = new FormData();
      for (const [name, value] of Object.entries(body.fields)) form.set(name, value);
      return { body: form };
    }
    case 'chunked':
      return { body: ReadableStream.from(body.pieces.map((piece) => Buffer.from(piece))), duplex: 'half' };
  }
}
