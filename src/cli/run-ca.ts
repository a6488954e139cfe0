import { X509Certificate } from 'node:crypto';
import { prepareDataDir } from '../config/data-dir.ts';
import { type Authority, openAuthority } from '../decrypt/authority.ts';
import { trustStore } from '../decrypt/trust-store.ts';
import { EXIT, Failure } from './failure.ts';
import { configOf } from './options.ts';

type Options = Readonly<Record<string, unknown>>;

/** The CA of a data directory, made when there is none yet. */
function authorityOf(options: Options): Authority {
  const { config } = configOf(options, process.env);
  prepareDataDir(config.data);
  try {
    return openAuthority(config.data, Date.now());
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), EXIT.usage);
  }
}

export function caPath(options: Options): void {
  process.stdout.write(`${authorityOf(options).certificatePath}\n`);
}

export function caPrint(options: Options): void {
  const { certificatePem } = authorityOf(options);
  const certificate = new X509Certificate(certificatePem);
  const lines = [
    `subject:     ${certificate.subject.replaceAll('\n', ', ')}`,
    `sha256:      ${certificate.fingerprint256}`,
    `valid from:  ${certificate.validFrom}`,
    `valid until: ${certificate.validTo}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n${certificatePem}`);
}

export function caExport(options: Options): void {
  const authority = authorityOf(options);
  const format = options.format;
  if (format === 'der') process.stdout.write(authority.certificateDer);
  else if (format === 'p12')
    process.stdout.write(trustStore([{ name: 'weir', der: authority.certificateDer }]));
  else process.stdout.write(authority.certificatePem);
}
