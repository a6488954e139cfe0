import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { getCACertificates } from 'node:tls';
import { trustStore } from '../decrypt/trust-store.ts';
import { type TrustFiles, trustFiles } from './agent-environment.ts';

/**
 * Writes the files that agents are pointed at: our CA together with the system's, in the forms that programs read.
 * @param certificatePem the CA of this installation
 */
export function writeTrustFiles(dataDir: string, certificatePem: string): TrustFiles {
  const files = trustFiles(dataDir);
  fs.mkdirSync(path.dirname(files.bundle), { recursive: true, mode: 0o755 });
  const system = getCACertificates('system');
  const all = distinct([certificatePem, ...(system.length > 0 ? system : getCACertificates('bundled'))]);
  const bundle = `${all.map(({ pem }) => pem.trim()).join('\n')}\n`;
  if (replace(files.bundle, bundle) || !fs.existsSync(files.store)) {
    const entries = all.map(({ der }, i) => ({ name: i === 0 ? 'weir' : `system-${i}`, der }));
    replace(files.store, trustStore(entries));
  }
  replace(
    files.wgetrc,
    `${readOptional(process.env.WGETRC ?? path.join(os.homedir(), '.wgetrc'))}\nca_certificate = ${files.bundle}\n`,
  );
  return files;
}

function distinct(texts: readonly string[]): { pem: string; der: Buffer }[] {
  const seen = new Set<string>();
  const kept: { pem: string; der: Buffer }[] = [];
  for (const pem of texts) {
    const der = Buffer.from(pem.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    const digest = createHash('sha256').update(der).digest('base64');
    if (seen.has(digest)) continue;
    seen.add(digest);
    kept.push({ pem, der });
  }
  return kept;
}

function readOptional(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    // Few people have a wgetrc of their own.
    return '';
  }
}

/** Writes whole or not at all; other processes may be reading. Returns false when nothing had to change. */
function replace(file: string, content: string | Buffer): boolean {
  if (fs.existsSync(file) && fs.readFileSync(file).equals(Buffer.from(content))) return false;
  const draft = `${file}.${process.pid}.new`;
  fs.writeFileSync(draft, content, { mode: 0o644 });
  fs.renameSync(draft, file);
  return true;
}
