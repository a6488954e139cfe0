import { type Command, Option } from 'commander';
import { addExamples } from '../examples.ts';

function dataOption(): Option {
  return new Option('--data <dir>', 'The data directory (default: "~/.weir").');
}

/** Adds `weir ca path|print|export`. */
export function register(program: Command): void {
  const ca = program
    .command('ca')
    .description('The certificate authority that clients of the gateway trust.');
  addExamples(ca, [
    [
      'trust it in one command',
      'curl --cacert "$(weir ca path)" -x http://127.0.0.1:8080 https://example.com/',
    ],
    ['for a Java trust store', 'weir ca export --format p12 > weir.p12'],
  ]);
  const path = ca
    .command('path')
    .description('Print the file name of the CA certificate.')
    .addOption(dataOption());
  path.action(async (options) => (await import('../run-ca.ts')).caPath(options));
  addExamples(path, [['for a variable of a runtime', 'export NODE_EXTRA_CA_CERTS="$(weir ca path)"']]);
  const print = ca.command('print').description('Print the certificate: subject, fingerprint, dates, PEM.');
  print.addOption(dataOption()).action(async (options) => (await import('../run-ca.ts')).caPrint(options));
  addExamples(print, [['compare the fingerprint with that of a client', 'weir ca print']]);
  const exported = ca
    .command('export')
    .description('Write the certificate to stdout. The key never leaves.')
    .addOption(
      new Option('--format <format>', 'Form of the certificate.')
        .choices(['pem', 'der', 'p12'])
        .default('pem'),
    )
    .addOption(dataOption())
    .action(async (options) => (await import('../run-ca.ts')).caExport(options));
  addExamples(exported, [['for Windows', 'weir ca export --format der > weir.cer']]);
}
