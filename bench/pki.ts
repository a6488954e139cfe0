import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Files of a throw-away PKI for `localhost`. */
export interface Pki {
  readonly dir: string;
  readonly ca: string;
  readonly caKey: string;
  readonly leaf: string;
  readonly leafKey: string;
}

/** Makes a CA and a leaf for localhost with openssl. */
export function makePki(dir: string): Pki {
  const file = (name: string): string => path.join(dir, name);
  const openssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { stdio: 'ignore', cwd: dir });
  fs.writeFileSync(file('leaf.ext'), 'subjectAltName=DNS:localhost\n');
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'ca-key.pem');
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    'ca-key.pem',
    '-subj',
    '/CN=bench origin CA',
    '-days',
    '30',
    '-out',
    'ca.pem',
  );
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'leaf-key.pem');
  openssl('req', '-new', '-key', 'leaf-key.pem', '-subj', '/CN=localhost', '-out', 'leaf.csr');
  openssl(
    ...['x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial'],
    ...['-days', '30', '-extfile', 'leaf.ext', '-out', 'leaf.pem'],
  );
  fs.writeFileSync(
    file('both.pem'),
    fs.readFileSync(file('leaf.pem'), 'latin1') + fs.readFileSync(file('leaf-key.pem'), 'latin1'),
  );
  return {
    dir,
    ca: file('ca.pem'),
    caKey: file('ca-key.pem'),
    leaf: file('leaf.pem'),
    leafKey: file('leaf-key.pem'),
  };
}
